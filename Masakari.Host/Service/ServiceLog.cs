namespace Masakari.Host.Service;

internal static partial class ServiceLog
{
    [LoggerMessage(EventId = 6400, Message = "{Text}")]
    public static partial void AtStart(this ILogger logger, LogLevel level, string text);

    [LoggerMessage(6401, LogLevel.Information, "Listening on {Addresses}")]
    public static partial void Listening(this ILogger logger, string addresses);

    [LoggerMessage(6402, LogLevel.Information, "Stopped")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(6403, LogLevel.Information, "Masakari {Version} is ready with role {Role}: {Meaning}")]
    public static partial void Ready(this ILogger logger, string version, string role, string meaning);

    [LoggerMessage(6404, LogLevel.Information,
        "The renewed certificate {File} is in use: subject {Subject}, valid until {Expires:yyyy-MM-dd}")]
    public static partial void CertificateRenewed(this ILogger logger, string file, string subject, DateTime expires);

    [LoggerMessage(6405, LogLevel.Information, "Masakari {Version} is ready on host {HostName} with these monitors: {Monitors}")]
    public static partial void MonitorsReady(this ILogger logger, string version, string hostName, string monitors);

    [LoggerMessage(6502, LogLevel.Warning, "The renewed certificate cannot be used; the former one stays in use: {Reason}")]
    public static partial void CertificateNotRead(this ILogger logger, string reason);

    [LoggerMessage(6500, LogLevel.Critical, "Cannot start: {Reason}")]
    public static partial void CannotStart(this ILogger logger, string reason);

    [LoggerMessage(6501, LogLevel.Critical,
        "A background worker failed. The service stops, because without the worker it recovers nothing")]
    public static partial void WorkerDied(this ILogger logger, Exception? cause);

    [LoggerMessage(6509, LogLevel.Critical, "A background worker failed. The process stops, because without the worker nothing is reported")]
    public static partial void MonitorWorkerDied(this ILogger logger, Exception? cause);
}
