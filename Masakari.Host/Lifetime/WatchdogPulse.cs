using System.Globalization;
using Masakari.Core.Recovery.Liveness;
using Microsoft.Extensions.Hosting.Systemd;

namespace Masakari.Host.Lifetime;

/// <summary>
/// Sends systemd's watchdog a pulse, twice within the time that it allows, while the sweep and all recoveries make progress.
/// When one of them is stuck, no pulse is sent, and systemd restarts the service.
/// </summary>
internal sealed class WatchdogPulse(
    TimeSpan limit, ISystemdNotifier systemd, Pulses pulses, TimeProvider clock, ILogger<WatchdogPulse> logger)
    : IHostedService, IDisposable
{
    private ITimer? timer;
    private string? stuck;

    /// <summary>The time that systemd allows between two pulses; <see langword="null"/> = it has no watchdog for this process.</summary>
    public static TimeSpan? LimitFrom(Func<string, string?> variable)
    {
        var isSet = long.TryParse(variable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var wanted) && wanted > 0;
        return isSet && IsForUs(variable("WATCHDOG_PID")) ? TimeSpan.FromMicroseconds(wanted) : null;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        timer = clock.CreateTimer(_ => Send(), null, TimeSpan.Zero, limit / 2);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;   // recoveries under way may still get stuck

    public void Dispose() => timer?.Dispose();

    private void Send()
    {
        if (pulses.FindStuck() is { } found)
        {
            if (stuck != found.Subject)
                logger.Stuck(found.Subject, found.Silence.TotalSeconds);
            stuck = found.Subject;
            return;
        }

        stuck = null;
        systemd.Notify(new ServiceState("WATCHDOG=1"));
    }

    // A child of the watched process inherits its variables, but the watchdog does not expect the child's pulse.
    private static bool IsForUs(string? pid) =>
        string.IsNullOrEmpty(pid) || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
}
