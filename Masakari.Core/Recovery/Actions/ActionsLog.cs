using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Actions;

/// <summary>What is logged about the deeds that recoveries share.</summary>
internal static partial class ActionsLog
{
    [LoggerMessage(5005, LogLevel.Information, "Host {HostName}: nova-compute is disabled in Nova")]
    public static partial void ServiceDisabled(this ILogger logger, string hostName);

    [LoggerMessage(5102, LogLevel.Warning, "Host {HostName}: nova-compute could not be disabled in Nova; the recovery continues: {Reason}")]
    public static partial void DisableFailed(this ILogger logger, string hostName, string reason);

    [LoggerMessage(5105, LogLevel.Warning, "Instance {InstanceUuid} could not be unlocked; the unlock is repeated later: {Reason}")]
    public static partial void UnlockFailed(this ILogger logger, Guid instanceUuid, string reason);
}
