using System.Runtime.InteropServices;

namespace Masakari.Core.Monitoring.Libvirt.Interop;

/// <summary>A call of libvirt failed, or its library is missing.</summary>
internal sealed class LibvirtException(string message, int code = 0) : Exception(message)
{
    private const int NoSuchDomain = 42, NotRunning = 55, AgentUnresponsive = 86, AgentCommandTimedOut = 110;

    /// <summary>libvirt's error number; 0 for the library itself.</summary>
    public int Code => code;

    /// <summary>The domain is gone.</summary>
    public bool IsNoDomain => code == NoSuchDomain;

    /// <summary>The domain is there, but does not run.</summary>
    public bool IsNotRunning => code == NotRunning;

    /// <summary>The agent in the guest is not connected, or gave no answer in time.</summary>
    public bool IsSilentAgent => code is AgentUnresponsive or AgentCommandTimedOut;

    /// <summary>The last failure on this thread. libvirt keeps it for each thread: read it before anything is awaited.</summary>
    /// <param name="what">What was asked for.</param>
    public static LibvirtException OfThisThread(string what)
    {
        var code = NativeLibvirt.virGetLastErrorCode();
        return new LibvirtException($"{what}: {Marshal.PtrToStringUTF8(NativeLibvirt.virGetLastErrorMessage())}", code);
    }
}
