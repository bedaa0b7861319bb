namespace Masakari.Core.Monitoring.Libvirt;

/// <summary>The names that an event has in a notification.</summary>
/// <param name="Event"><c>event</c> of the payload.</param>
/// <param name="DomainEvent"><c>vir_domain_event</c> of the payload.</param>
internal readonly record struct EventName(string Event, string DomainEvent)
{
    /// <summary>A guest's process ended and nobody had asked for it.</summary>
    public static readonly EventName Crash = new("LIFECYCLE", "STOPPED_FAILED");

    /// <summary>A disk of the guest gave an error, and the guest was told.</summary>
    public static readonly EventName IoError = new("IO_ERROR", "IO_ERROR_REPORT");

    /// <summary>As it is written in the configuration.</summary>
    public override string ToString() => $"{Event}/{DomainEvent}";
}

/// <summary>Which events of libvirt have a name in notifications: those that the Python original sends. All others say nothing.</summary>
internal static class GuestEventTable
{
    // libvirt's numbers: virDomainEventType and the details of the types that matter.
    private const int Suspended = 3, Stopped = 5, Shutdown = 6;

    private static readonly Dictionary<(GuestEventId Id, int Value, int Detail), EventName> Named = new()
    {
        [(GuestEventId.Lifecycle, Suspended, 2)] = new("LIFECYCLE", "SUSPENDED_IOERROR"),
        [(GuestEventId.Lifecycle, Suspended, 3)] = new("LIFECYCLE", "SUSPENDED_WATCHDOG"),
        [(GuestEventId.Lifecycle, Suspended, 6)] = new("LIFECYCLE", "SUSPENDED_API_ERROR"),
        [(GuestEventId.Lifecycle, Stopped, 0)] = new("LIFECYCLE", "STOPPED_SHUTDOWN"),
        [(GuestEventId.Lifecycle, Stopped, 1)] = new("LIFECYCLE", "STOPPED_DESTROYED"),
        [(GuestEventId.Lifecycle, Stopped, 5)] = EventName.Crash,
        [(GuestEventId.Lifecycle, Shutdown, 0)] = new("LIFECYCLE", "SHUTDOWN_FINISHED"),
        [(GuestEventId.Reboot, 0, 0)] = new("REBOOT", "UNKNOWN"),
        [(GuestEventId.Watchdog, 0, 0)] = new("WATCHDOG", "WATCHDOG_NONE"),
        [(GuestEventId.Watchdog, 1, 0)] = new("WATCHDOG", "WATCHDOG_PAUSE"),
        [(GuestEventId.Watchdog, 2, 0)] = new("WATCHDOG", "WATCHDOG_RESET"),
        [(GuestEventId.Watchdog, 3, 0)] = new("WATCHDOG", "WATCHDOG_POWEROFF"),
        [(GuestEventId.Watchdog, 4, 0)] = new("WATCHDOG", "WATCHDOG_SHUTDOWN"),
        [(GuestEventId.Watchdog, 5, 0)] = new("WATCHDOG", "WATCHDOG_DEBUG"),
        [(GuestEventId.IoError, 0, 0)] = new("IO_ERROR", "IO_ERROR_NONE"),
        [(GuestEventId.IoError, 1, 0)] = new("IO_ERROR", "IO_ERROR_PAUSE"),
        [(GuestEventId.IoError, 2, 0)] = EventName.IoError,
        [(GuestEventId.IoErrorReason, 0, 0)] = new("IO_ERROR_REASON", "UNKNOWN"),
        [(GuestEventId.ControlError, 0, 0)] = new("CONTROL_ERROR", "UNKNOWN"),
    };

    /// <summary>All names, each once.</summary>
    public static IReadOnlyCollection<EventName> Names => Named.Values;

    /// <summary>The name of an event; <see langword="null"/> = it is never sent.</summary>
    public static EventName? NameOf(GuestEvent happened) => happened.Id switch
    {
        // What the action was does not matter for the name.
        GuestEventId.IoErrorReason => Named[(GuestEventId.IoErrorReason, 0, 0)],
        _ => Named.TryGetValue((happened.Id, happened.Value, happened.Detail), out var name) ? name : null,
    };

    /// <summary>The sorts of events among which a name is found.</summary>
    public static IEnumerable<GuestEventId> SortsOf(IReadOnlySet<EventName> names) =>
        Named.Where(row => names.Contains(row.Value)).Select(row => row.Key.Id).Distinct();
}
