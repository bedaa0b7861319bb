using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Processes;

internal static partial class ProcessesLog
{
    [LoggerMessage(7200, LogLevel.Information, "Watching {Count} processes of {Path}: {Names}")]
    public static partial void Watching(this ILogger logger, int count, string path, string names);

    [LoggerMessage(7201, LogLevel.Information, "{ProcessName} runs again")]
    public static partial void RunsAgain(this ILogger logger, string processName);

    [LoggerMessage(7202, LogLevel.Information, "The process list {Path} can be used again: {Count} processes")]
    public static partial void ListReadAgain(this ILogger logger, string path, int count);

    [LoggerMessage(7300, LogLevel.Warning, "{ProcessName} does not run: restart {Restart} of {Most}")]
    public static partial void Restarting(this ILogger logger, string processName, int restart, int most);

    [LoggerMessage(7301, LogLevel.Warning, "{ProcessName}: the command `{Command}` failed: {Reason}")]
    public static partial void CommandFailed(this ILogger logger, string processName, string command, string reason);

    [LoggerMessage(7302, LogLevel.Error,
        "{ProcessName} could not be restarted in {Restarts} attempts, and is reported. It is restarted no more until it runs again: {Reason}")]
    public static partial void CannotRestart(this ILogger logger, string processName, int restarts, string reason);

    [LoggerMessage(7303, LogLevel.Error, "The process list cannot be used; the former one stays in force: {Problem}")]
    public static partial void ListNotUsed(this ILogger logger, string problem);

    [LoggerMessage(7304, LogLevel.Error, "The process list cannot be used, so no process is watched: {Problem}")]
    public static partial void NoList(this ILogger logger, string problem);

    [LoggerMessage(7305, LogLevel.Warning, "The process list has keys without effect: {Keys}")]
    public static partial void ListHasUnknownKeys(this ILogger logger, string keys);
}
