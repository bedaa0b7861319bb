namespace Masakari.Host.Lifetime;

internal static partial class LifetimeLog
{
    [LoggerMessage(6420, LogLevel.Information, "Configuration read again: {Applied}")]
    public static partial void Reloaded(this ILogger logger, string applied);

    [LoggerMessage(6421, LogLevel.Information, "Reading the configuration again, as {By} wants")]
    public static partial void ReloadOrdered(this ILogger logger, string by);

    [LoggerMessage(6520, LogLevel.Critical, "Stuck: {Subject} has not got ahead for {Seconds:0} s. The watchdog is no longer told that we live, so that systemd starts the service anew")]
    public static partial void Stuck(this ILogger logger, string subject, double seconds);

    [LoggerMessage(6521, LogLevel.Warning, "systemd could not be told {State}: {Reason}")]
    public static partial void SystemdUnreachable(this ILogger logger, string state, string reason);

    [LoggerMessage(6522, LogLevel.Warning, "Changed in the configuration, but in force only after a restart: {Options}")]
    public static partial void NeedsRestart(this ILogger logger, string options);

    [LoggerMessage(6523, LogLevel.Error, "The configuration was read again and is not used, the former one stays: {Problems}")]
    public static partial void ReloadRefused(this ILogger logger, string problems);
}
