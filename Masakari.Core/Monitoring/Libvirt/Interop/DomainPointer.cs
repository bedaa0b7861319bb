using System.Runtime.InteropServices;

namespace Masakari.Core.Monitoring.Libvirt.Interop;

/// <summary>A domain that libvirt handed out, freed at the end of the scope.</summary>
internal readonly unsafe ref struct DomainPointer(nint domain)
{
    public bool IsNull => domain == 0;

    /// <summary>The guest as it is now.</summary>
    /// <returns><see langword="null"/> when it was undefined in the meantime.</returns>
    public GuestView? Look()
    {
        int state, reason;
        if (NativeLibvirt.virDomainGetState(domain, &state, &reason, 0) < 0)
            return LibvirtException.OfThisThread("state of a domain") is { IsNoDomain: false } failure ? throw failure : null;
        return new GuestView(Uuid(domain), NativeLibvirt.virDomainGetID(domain), (GuestState)state, (ShutOffReason)reason);
    }

    /// <summary>The definition of the guest, as XML.</summary>
    public string Definition() =>
        Taken(NativeLibvirt.virDomainGetXMLDesc(domain, 0)) ?? throw LibvirtException.OfThisThread("definition of a domain");

    /// <summary>What the guest's agent answers; <see langword="null"/> when the call failed.</summary>
    public string? AskAgent(string command, int seconds) => Taken(NativeLibvirt.virDomainQemuAgentCommand(domain, command, seconds, 0));

    public void Dispose()
    {
        if (domain != 0) _ = NativeLibvirt.virDomainFree(domain);
    }

    /// <summary>The uuid of a domain, which libvirt keeps on our side: no call to the daemon.</summary>
    public static Guid Uuid(nint domain)
    {
        var bytes = stackalloc byte[16];
        return NativeLibvirt.virDomainGetUUID(domain, bytes) < 0
            ? Guid.Empty
            : new Guid(new ReadOnlySpan<byte>(bytes, 16), bigEndian: true);
    }

    private static string? Taken(byte* text)
    {
        if (text is null) return null;
        var taken = Marshal.PtrToStringUTF8((nint)text);
        NativeMemory.Free(text);
        return taken;
    }
}
