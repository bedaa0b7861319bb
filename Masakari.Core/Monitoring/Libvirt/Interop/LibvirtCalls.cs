using System.Runtime.InteropServices;

namespace Masakari.Core.Monitoring.Libvirt.Interop;

/// <summary>The calls on an open connection. All of them block until the daemon answers.</summary>
/// <param name="handle">The connection.</param>
/// <param name="sink">The number of the sink in <see cref="EventSinks"/>.</param>
internal sealed unsafe class LibvirtCalls(ConnectionHandle handle, nint sink)
{
    private const string GuestPing = """{"execute":"guest-ping"}""";
    private const uint OnlyActive = 1;

    private readonly List<int> registered = [];
    private bool hearsClose;

    /// <summary>Asks for events, and for the end of the connection.</summary>
    /// <exception cref="LibvirtException">The daemon does not offer one of the events.</exception>
    public void Register(IEnumerable<GuestEventId> events)
    {
        foreach (var id in events)
        {
            var callback = NativeLibvirt.virConnectDomainEventRegisterAny(handle, 0, (int)id, EventCallbacks.For(id), sink, 0);
            if (callback < 0) throw LibvirtException.OfThisThread($"registration for the event {id}");
            registered.Add(callback);
        }
        // Drivers without a daemon, such as the test driver, have no end to tell.
        hearsClose = NativeLibvirt.virConnectRegisterCloseCallback(handle, EventCallbacks.ForClose, sink, 0) == 0;
    }

    /// <summary>Takes the registrations back, which would keep the connection open, and closes it.</summary>
    public void Close()
    {
        foreach (var callback in registered) _ = NativeLibvirt.virConnectDomainEventDeregisterAny(handle, callback);
        if (hearsClose) _ = NativeLibvirt.virConnectUnregisterCloseCallback(handle, EventCallbacks.ForClose);
        handle.Dispose();
    }

    public IReadOnlyList<GuestView> List(bool onlyActive)
    {
        nint* domains;
        var count = NativeLibvirt.virConnectListAllDomains(handle, &domains, onlyActive ? OnlyActive : 0);
        if (count < 0) throw LibvirtException.OfThisThread("list of the domains");
        try
        {
            return Look(new ReadOnlySpan<nint>(domains, count));
        }
        finally
        {
            foreach (var domain in new ReadOnlySpan<nint>(domains, count)) _ = NativeLibvirt.virDomainFree(domain);
            NativeMemory.Free(domains);
        }
    }

    public GuestView? Find(Guid uuid)
    {
        using var domain = LookUp(uuid);
        return domain.IsNull ? null : domain.Look();
    }

    public string? Definition(Guid uuid)
    {
        using var domain = LookUp(uuid);
        return domain.IsNull ? null : domain.Definition();
    }

    public AgentAnswer Ping(Guid uuid, int seconds)
    {
        using var domain = LookUp(uuid);
        if (domain.IsNull) return AgentAnswer.Unknown;
        if (domain.AskAgent(GuestPing, seconds) is not null) return AgentAnswer.Answered;
        var failure = LibvirtException.OfThisThread("ping of a guest agent");
        if (failure.IsSilentAgent) return AgentAnswer.Silent;
        // The guest stops, or somebody else uses its agent: that concerns this guest alone.
        return !failure.IsDenied && NativeLibvirt.virConnectIsAlive(handle) == 1 ? AgentAnswer.Unknown : throw failure;
    }

    private static List<GuestView> Look(ReadOnlySpan<nint> domains)
    {
        var guests = new List<GuestView>(domains.Length);
        foreach (var domain in domains)
        {
            if (new DomainPointer(domain).Look() is { } guest) guests.Add(guest);
        }
        return guests;
    }

    /// <returns>A null pointer when there is no such domain.</returns>
    private DomainPointer LookUp(Guid uuid)
    {
        var bytes = stackalloc byte[16];
        uuid.TryWriteBytes(new Span<byte>(bytes, 16), bigEndian: true, out _);
        var found = NativeLibvirt.virDomainLookupByUUID(handle, bytes);
        if (found == 0 && LibvirtException.OfThisThread("look-up of a domain") is { IsNoDomain: false } failure) throw failure;
        return new DomainPointer(found);
    }
}
