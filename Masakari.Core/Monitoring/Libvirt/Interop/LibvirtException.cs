using System.Runtime.InteropServices;

namespace Masakari.Core.Monitoring.Libvirt.Interop;

/// <summary>A call of libvirt failed, or its library is missing.</summary>
internal sealed class LibvirtException(string message, int code = 0) : Exception(message)
{
    // virErrorNumber
    private const int NoSupport = 3, OperationDenied = 29, NoSuchDomain = 42, AgentUnresponsive = 86, AccessDenied = 88,
        AgentCommandTimedOut = 110;

    /// <summary>The domain is gone.</summary>
    public bool IsNoDomain => code == NoSuchDomain;

    /// <summary>The agent in the guest is not connected, or gave no answer in time.</summary>
    public bool IsSilentAgent => code is AgentUnresponsive or AgentCommandTimedOut;

    /// <summary>This account may not do that, or this libvirt cannot: it is the same for all guests.</summary>
    public bool IsDenied => code is NoSupport or OperationDenied or AccessDenied;

    /// <summary>The last failure on this thread. libvirt keeps it for each thread: read it before anything is awaited.</summary>
    /// <param name="what">What was asked for.</param>
    public static LibvirtException OfThisThread(string what)
    {
        var code = NativeLibvirt.virGetLastErrorCode();
        return new LibvirtException($"{what}: {Marshal.PtrToStringUTF8(NativeLibvirt.virGetLastErrorMessage())}", code);
    }
}
