using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Reports;

internal static partial class ReportsLog
{
    [LoggerMessage(7000, LogLevel.Information, "{Type} report about host {HostName}: {Payload}")]
    public static partial void ReportAdded(this ILogger logger, ReportType type, string hostName, string payload);

    [LoggerMessage(7001, LogLevel.Information, "{Type} report about host {HostName} accepted by Masakari: {Payload}")]
    public static partial void ReportSent(this ILogger logger, ReportType type, string hostName, string payload);

    [LoggerMessage(7002, LogLevel.Information,
        "{Type} report about host {HostName} not sent, because Masakari has it already: {Payload}")]
    public static partial void ReportKnown(this ILogger logger, ReportType type, string hostName, string payload);

    [LoggerMessage(7003, LogLevel.Information, "{Type} report about host {HostName} dropped, because it no longer holds: {Payload}")]
    public static partial void ReportNoLongerHolds(this ILogger logger, ReportType type, string hostName, string payload);

    [LoggerMessage(7004, LogLevel.Information, "{Count} reports of an earlier run wait in {Folder}")]
    public static partial void SpoolLoaded(this ILogger logger, int count, string folder);

    [LoggerMessage(7005, LogLevel.Information, "Masakari accepts reports again after {Attempts} failed attempts")]
    public static partial void ApiAnswers(this ILogger logger, int attempts);

    [LoggerMessage(7006, LogLevel.Information, "Host {HostName} is registered in Masakari, segment {Segment}")]
    public static partial void HostIsRegistered(this ILogger logger, string hostName, string segment);

    [LoggerMessage(7100, LogLevel.Warning, "{Count} lines in the spool {Folder} were not written to their end, and are left out")]
    public static partial void SpoolLinesUnreadable(this ILogger logger, int count, string folder);

    [LoggerMessage(7101, LogLevel.Error,
        "{Count} lines could not be written to the spool {Folder}: {Reason}. The reports are sent from memory, and are lost if the process ends")]
    public static partial void SpoolNotWritten(this ILogger logger, int count, string folder, string reason);

    [LoggerMessage(7102, LogLevel.Error,
        "More than {MaxReports} reports wait: the {Type} report about host {HostName} is dropped: {Payload}. Dropped since the start: {Dropped}")]
    public static partial void ReportDroppedForRoom(
        this ILogger logger, int maxReports, ReportType type, string hostName, string payload, long dropped);

    [LoggerMessage(7103, LogLevel.Warning,
        "{Type} report about host {HostName} could not be sent (attempt {Attempt}); the next attempt is in {Pause}: {Reason}")]
    public static partial void SendFailed(
        this ILogger logger, ReportType type, string hostName, int attempt, TimeSpan pause, string reason);

    [LoggerMessage(7104, LogLevel.Error,
        "{Type} report about host {HostName} could not be sent in {Attempt} attempts. It is kept and sent as soon as Masakari accepts it: {Reason}")]
    public static partial void SendFailsForLong(this ILogger logger, ReportType type, string hostName, int attempt, string reason);

    [LoggerMessage(7105, LogLevel.Warning,
        "{Type} report about host {HostName} dropped: the host is on maintenance in Masakari, which ignores reports about it: {Payload}")]
    public static partial void HostOnMaintenance(this ILogger logger, ReportType type, string hostName, string payload);

    [LoggerMessage(7106, LogLevel.Error,
        "{Type} report about host {HostName} dropped: Masakari rejects it, and would reject it again: {Reason}. It was {Payload}")]
    public static partial void ReportRejected(this ILogger logger, ReportType type, string hostName, string reason, string payload);

    [LoggerMessage(7107, LogLevel.Error,
        "Host {HostName} is not registered in Masakari, which rejects reports about it. {Hint}. The reports are kept and tried again in {Pause}")]
    public static partial void HostUnknown(this ILogger logger, string hostName, string hint, TimeSpan pause);

    [LoggerMessage(7108, LogLevel.Error,
        "{Type} report about host {HostName} dropped, because it is older than {MaxAge}: {Payload}")]
    public static partial void ReportTooOld(this ILogger logger, ReportType type, string hostName, TimeSpan maxAge, string payload);

    [LoggerMessage(7109, LogLevel.Warning,
        "The monitor {Monitor} could not say whether its report still holds, so the report is sent: {Reason}")]
    public static partial void HoldsUnknown(this ILogger logger, string monitor, string reason);

    [LoggerMessage(7110, LogLevel.Warning,
        "Host {HostName} is not registered in Masakari: reports about it will be rejected. {Hint}")]
    public static partial void HostNotRegistered(this ILogger logger, string hostName, string hint);

    [LoggerMessage(7111, LogLevel.Warning, "The hosts registered in Masakari cannot be read, so the name {HostName} is not checked: {Reason}")]
    public static partial void RegistrationNotChecked(this ILogger logger, string hostName, string reason);
}
