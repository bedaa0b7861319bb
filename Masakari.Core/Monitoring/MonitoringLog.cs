using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring;

internal static partial class MonitoringLog
{
    [LoggerMessage(7050, LogLevel.Information, "Monitor {Monitor} starts")]
    public static partial void MonitorStarts(this ILogger logger, string monitor);

    [LoggerMessage(7150, LogLevel.Error, "Monitor {Monitor} failed and is started again in {Pause}")]
    public static partial void MonitorFailed(this ILogger logger, string monitor, TimeSpan pause, Exception? problem);
}
