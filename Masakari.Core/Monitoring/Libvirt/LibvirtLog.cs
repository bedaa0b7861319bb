using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Libvirt;

internal static partial class LibvirtLog
{
    [LoggerMessage(7400, LogLevel.Information,
        "The {Monitor} monitor is connected to libvirt and sees its guests; it was blind for {Seconds:0.0} s")]
    public static partial void LibvirtConnected(this ILogger logger, string monitor, double seconds);

    [LoggerMessage(7402, LogLevel.Debug, "Guest {InstanceUuid}: {EventName} is not reported: {Reason}")]
    public static partial void GuestEventLeftOut(this ILogger logger, Guid instanceUuid, EventName eventName, string reason);

    [LoggerMessage(7403, LogLevel.Information,
        "The guests of this host are looked at for the first time: {Guests} guests. "
        + "Those that crashed before are not reported: {Crashed}")]
    public static partial void GuestsFirstSeen(this ILogger logger, int guests, int crashed);

    [LoggerMessage(7410, LogLevel.Debug, "Guest {InstanceUuid}: its agent answers and is watched")]
    public static partial void AgentWatched(this ILogger logger, Guid instanceUuid);

    [LoggerMessage(7411, LogLevel.Information, "Guest {InstanceUuid}: its agent answers again")]
    public static partial void AgentAnswersAgain(this ILogger logger, Guid instanceUuid);

    [LoggerMessage(7412, LogLevel.Information, "Guest {InstanceUuid}: its agent did not answer a ping")]
    public static partial void AgentMissed(this ILogger logger, Guid instanceUuid);

    [LoggerMessage(7500, LogLevel.Error, "The {Monitor} monitor is blind: {Reason}. It tries again until libvirt answers")]
    public static partial void LibvirtLost(this ILogger logger, string monitor, string reason);

    [LoggerMessage(7501, LogLevel.Warning,
        "Guest {InstanceUuid} crashed while the monitor was not connected to libvirt; LIFECYCLE/STOPPED_FAILED is reported now")]
    public static partial void CrashFoundLater(this ILogger logger, Guid instanceUuid);

    [LoggerMessage(7502, LogLevel.Warning,
        "{Count} events of guests came faster than they could be read; the states of all guests are compared")]
    public static partial void EventsLost(this ILogger logger, int count);

    [LoggerMessage(7503, LogLevel.Warning,
        "The file {Path}, which holds the guests last seen, cannot be used: {Reason}. Crashes from before this moment are not found")]
    public static partial void SeenGuestsUnreadable(this ILogger logger, string path, string reason);

    [LoggerMessage(7504, LogLevel.Error,
        "The file {Path}, which holds the guests last seen, cannot be written: {Reason}. After a restart, crashes may be missed")]
    public static partial void SeenGuestsUnwritable(this ILogger logger, string path, string reason);

    [LoggerMessage(7505, LogLevel.Warning, "Guest {InstanceUuid}: {EventName} is reported")]
    public static partial void GuestEventReported(this ILogger logger, Guid instanceUuid, EventName eventName);

    [LoggerMessage(7510, LogLevel.Warning,
        "Guest {InstanceUuid}: its agent has not answered {Misses} pings; QEMU_GUEST_AGENT_ERROR is reported")]
    public static partial void AgentReported(this ILogger logger, Guid instanceUuid, int misses);

    [LoggerMessage(7511, LogLevel.Warning, "Guest {InstanceUuid} is not watched: its definition cannot be read: {Reason}")]
    public static partial void DefinitionUnreadable(this ILogger logger, Guid instanceUuid, string reason);
}
