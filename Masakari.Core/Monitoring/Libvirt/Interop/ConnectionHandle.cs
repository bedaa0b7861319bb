using System.Runtime.InteropServices;

namespace Masakari.Core.Monitoring.Libvirt.Interop;

/// <summary>A connection to a libvirt daemon. It is closed when it is disposed of and no call uses it any more.</summary>
internal sealed class ConnectionHandle : SafeHandle
{
    public ConnectionHandle(nint connection)
        : base(0, ownsHandle: true) => SetHandle(connection);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => NativeLibvirt.virConnectClose(handle) >= 0;
}
