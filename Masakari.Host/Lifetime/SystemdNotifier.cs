using System.Net.Sockets;
using Masakari.Core.Recovery.Liveness;

namespace Masakari.Host.Lifetime;

/// <summary>
/// Tells systemd when the service is ready, when it stops, and in between that it lives. That last word is given only while the sweep
/// and all recoveries get ahead: who is stuck is to be ended and started again.
/// </summary>
internal sealed class SystemdNotifier(SystemdSocket systemd, Pulses pulses, TimeProvider clock, ILogger<SystemdNotifier> logger)
    : IHostedLifecycleService, IDisposable
{
    private ITimer? timer;
    private string? stuck;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Tell("READY=1");
        if (systemd is { Address: not null, Watchdog: { } limit })
            timer = clock.CreateTimer(_ => Watch(), null, TimeSpan.Zero, limit / 2);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        Tell("STOPPING=1");
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => timer?.Dispose();

    private void Watch()
    {
        if (pulses.FindStuck() is { } found)
        {
            if (stuck != found.Subject)
                logger.Stuck(found.Subject, found.Silence.TotalSeconds);
            stuck = found.Subject;
            return;
        }

        stuck = null;
        Tell("WATCHDOG=1");
    }

    private void Tell(string state)
    {
        try
        {
            systemd.Send(state);
        }
        catch (SocketException problem)
        {
            logger.SystemdUnreachable(state, problem.Message);
        }
    }
}
