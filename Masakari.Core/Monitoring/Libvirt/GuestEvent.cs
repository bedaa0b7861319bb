namespace Masakari.Core.Monitoring.Libvirt;

/// <summary>An event of a domain as libvirt gives it.</summary>
/// <param name="Uuid">The domain; Nova gives it the uuid of the instance.</param>
/// <param name="Id">The sort of event.</param>
/// <param name="Value">What happened: the event of a life cycle, the action of a watchdog or of an I/O error; else 0.</param>
/// <param name="Detail">Why; only life-cycle events have it.</param>
internal readonly record struct GuestEvent(Guid Uuid, GuestEventId Id, int Value = 0, int Detail = 0);

/// <summary>The sorts of events that the monitors know, with libvirt's numbers (virDomainEventID).</summary>
internal enum GuestEventId
{
    Lifecycle = 0,
    Reboot = 1,
    Watchdog = 3,
    IoError = 4,
    IoErrorReason = 6,
    ControlError = 7,
}
