using System.Runtime.InteropServices;

namespace Masakari.Host.Lifetime;

/// <summary>
/// Stops the service gracefully at Ctrl-C (SIGINT) and SIGQUIT, under systemd too: the library's lifetime for systemd handles only SIGTERM.
/// </summary>
internal sealed class Interrupt(IHostApplicationLifetime life) : IHostedService, IDisposable
{
    private PosixSignalRegistration[] registrations = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Stop),
        ];
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        life.StopApplication();
    }
}
