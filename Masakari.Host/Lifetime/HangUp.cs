using System.Runtime.InteropServices;

namespace Masakari.Host.Lifetime;

/// <summary>SIGHUP reads the configuration again. Without a listener it would end the process.</summary>
internal sealed class HangUp(ConfReload reload) : IHostedService, IDisposable
{
    private PosixSignalRegistration? registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows())
            registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Reload);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => registration?.Dispose();

    private void Reload(PosixSignalContext signal)
    {
        signal.Cancel = true;
        reload.Run();
    }
}
