using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Masakari.Core.Monitoring.Libvirt.Interop;

/// <summary>What libvirt calls on its event loop. These methods copy numbers and return: a slow one would delay the keep-alive.</summary>
internal static unsafe class EventCallbacks
{
    /// <summary>The callback of the right C type for an event.</summary>
    public static void* For(GuestEventId id) => id switch
    {
        GuestEventId.Lifecycle => (delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, int>)&OnLifecycle,
        GuestEventId.Reboot => (delegate* unmanaged[Cdecl]<nint, nint, nint, void>)&OnReboot,
        GuestEventId.Watchdog => (delegate* unmanaged[Cdecl]<nint, nint, int, nint, void>)&OnWatchdog,
        GuestEventId.IoError => (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, int, nint, void>)&OnIoError,
        GuestEventId.IoErrorReason => (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, int, nint, nint, void>)&OnIoErrorReason,
        GuestEventId.ControlError => (delegate* unmanaged[Cdecl]<nint, nint, nint, void>)&OnControlError,
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, message: null),
    };

    public static delegate* unmanaged[Cdecl]<nint, int, nint, void> ForClose => &OnClose;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnLifecycle(nint connection, nint domain, int happened, int detail, nint sink)
    {
        Add(sink, domain, GuestEventId.Lifecycle, happened, detail);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnReboot(nint connection, nint domain, nint sink) => Add(sink, domain, GuestEventId.Reboot);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnWatchdog(nint connection, nint domain, int action, nint sink) => Add(sink, domain, GuestEventId.Watchdog, action);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnIoError(nint connection, nint domain, nint path, nint alias, int action, nint sink) =>
        Add(sink, domain, GuestEventId.IoError, action);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnIoErrorReason(nint connection, nint domain, nint path, nint alias, int action, nint reason, nint sink) =>
        Add(sink, domain, GuestEventId.IoErrorReason, action);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnControlError(nint connection, nint domain, nint sink) => Add(sink, domain, GuestEventId.ControlError);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnClose(nint connection, int reason, nint sink) => EventSinks.Find(sink)?.End(reason switch
    {
        1 => "libvirt closed the connection (end of file)",
        2 => "libvirt does not answer (keep-alive)",
        3 => "the connection was closed on this side",
        _ => "the connection broke",
    });

    private static void Add(nint sink, nint domain, GuestEventId id, int happened = 0, int detail = 0) =>
        EventSinks.Find(sink)?.Add(new GuestEvent(DomainPointer.Uuid(domain), id, happened, detail));
}
