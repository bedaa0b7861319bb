using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Hosts;

internal static partial class HostsLog
{
    [LoggerMessage(7600, LogLevel.Information, "Host {HostName} is online in the cluster, and is watched")]
    public static partial void HostIsOnline(this ILogger logger, string hostName);

    [LoggerMessage(7601, LogLevel.Information, "Host {HostName} is online again: {Seen}")]
    public static partial void HostCameBack(this ILogger logger, string hostName, string seen);

    [LoggerMessage(7602, LogLevel.Information, "Host {HostName} is away in order, which is no failure and is not reported: {Seen}")]
    public static partial void HostLeftInOrder(this ILogger logger, string hostName, string seen);

    [LoggerMessage(7603, LogLevel.Information, "The cluster can be judged again: {Count} hosts")]
    public static partial void ClusterSeenAgain(this ILogger logger, int count);

    [LoggerMessage(7604, LogLevel.Debug, "A packet of corosync was seen on interface {Interface}, port {Port}")]
    public static partial void HeartbeatSeen(this ILogger logger, string @interface, int port);

    [LoggerMessage(7700, LogLevel.Warning, "Host {HostName} failed: {Seen}")]
    public static partial void HostFailed(this ILogger logger, string hostName, string seen);

    [LoggerMessage(7701, LogLevel.Warning, "Host {HostName} is reported as failed since {Since:u}: {Seen}")]
    public static partial void HostReported(this ILogger logger, string hostName, DateTimeOffset since, string seen);

    [LoggerMessage(7702, LogLevel.Warning, "No host is judged and nothing is reported: {Reason}")]
    public static partial void ClusterNotJudged(this ILogger logger, string reason);

    [LoggerMessage(7703, LogLevel.Warning, "Not everything is seen: {Reason}")]
    public static partial void ClusterSeenInPart(this ILogger logger, string reason);

    [LoggerMessage(7704, LogLevel.Warning, "Host {HostName} failed, but is not reported until somebody has seen it off: {Seen}")]
    public static partial void WaitingForPowerOff(this ILogger logger, string hostName, string seen);

    [LoggerMessage(7705, LogLevel.Error,
        "Host {HostName} failed and nobody has seen it off, so Masakari does not recover it: {Seen}. Fence the host, or run "
        + "`stonith_admin --confirm NAME` when you know that it is off. Without fencing, set [host] disable_ipmi_check = true")]
    public static partial void NotSeenOff(this ILogger logger, string hostName, string seen);

    [LoggerMessage(7706, LogLevel.Warning, "Host {HostName} failed, but is not reported, because Masakari does not know it. {Hint}")]
    public static partial void HostNotInMasakari(this ILogger logger, string hostName, string hint);

    [LoggerMessage(7707, LogLevel.Warning, "Host {HostName} failed ({Seen}), but is not reported, because {Reason}")]
    public static partial void ReportHeldByOpinion(this ILogger logger, string hostName, string seen, string reason);

    [LoggerMessage(7708, LogLevel.Warning,
        "No packet of corosync was seen within {Limit}: this host may be the one that is cut off. "
        + "The monitor waits {Wait} for its fencing")]
    public static partial void NoHeartbeat(this ILogger logger, TimeSpan limit, TimeSpan wait);

    [LoggerMessage(7709, LogLevel.Warning, "The file {Path}, which holds what is known of the hosts, cannot be used: {Reason}")]
    public static partial void HostRecordsUnreadable(this ILogger logger, string path, string reason);

    [LoggerMessage(7710, LogLevel.Error,
        "The file {Path}, which holds what is known of the hosts, cannot be written: {Reason}. "
        + "After a restart, failures may be reported again")]
    public static partial void HostRecordsUnwritable(this ILogger logger, string path, string reason);

    [LoggerMessage(7711, LogLevel.Warning, "The packets of corosync cannot be watched, and the check is left out: {Reason}")]
    public static partial void HeartbeatNotWatched(this ILogger logger, string reason);

    [LoggerMessage(7712, LogLevel.Warning, "Network {Network} is not judged: {Reason}")]
    public static partial void NetworkNotJudged(this ILogger logger, string network, string reason);

    [LoggerMessage(7713, LogLevel.Warning,
        "The cluster fences no hosts, and [host] disable_ipmi_check = true: a lost host is reported though nobody has seen it off. "
        + "Masakari waits until Nova no longer hears of it")]
    public static partial void ReportsWithoutFencing(this ILogger logger);
}
