namespace Masakari.Host.Lifetime;

internal static partial class LifetimeLog
{
    [LoggerMessage(6420, LogLevel.Information, "Configuration read again: {Applied}")]
    public static partial void Reloaded(this ILogger logger, string applied);

    [LoggerMessage(6421, LogLevel.Information, "Reading the configuration again, ordered by {By}")]
    public static partial void ReloadOrdered(this ILogger logger, string by);

    [LoggerMessage(6520, LogLevel.Critical,
        "Stuck: {Subject} has made no progress for {Seconds:0} s. The service sends no more watchdog signals, so systemd restarts it")]
    public static partial void Stuck(this ILogger logger, string subject, double seconds);

    [LoggerMessage(6521, LogLevel.Warning, "The state {State} could not be sent to systemd: {Reason}")]
    public static partial void SystemdUnreachable(this ILogger logger, string state, string reason);

    [LoggerMessage(6522, LogLevel.Warning, "These changed options need a restart to take effect: {Options}")]
    public static partial void NeedsRestart(this ILogger logger, string options);

    [LoggerMessage(6523, LogLevel.Error, "The changed configuration has errors and is not used; the former one stays in force: {Problems}")]
    public static partial void ReloadRefused(this ILogger logger, string problems);
}
