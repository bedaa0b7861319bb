using System.Net.Sockets;
using Masakari.Core;
using Masakari.Core.Monitoring;

namespace Masakari.Host.Service;

/// <summary>Takes the process of the monitors from its start to its end.</summary>
internal static class MonitorLife
{
    /// <returns>0 after an orderly stop; 1 when it could not start, or ended because a worker died.</returns>
    public static async Task<int> RunAsync(IHost host, CancellationToken ct)
    {
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(MonitorLife));
        try
        {
            await host.StartAsync(ct);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or SocketException)
        {
            logger.CannotStart(problem.Message);    // the spool's folder, or the address of /healthz
            return 1;
        }

        var health = host.Services.GetRequiredService<MonitoringHealth>();
        if (host is WebApplication web)
            logger.Listening(string.Join(", ", web.Urls));
        logger.MonitorsReady(ProductVersion.Text, health.HostName, string.Join(", ", health.Look().Select(monitor => monitor.Monitor)));
        await host.WaitForShutdownAsync(ct);
        if (ServiceLife.DeadWorker(host) is not { } worker)
        {
            logger.Stopped();
            return 0;
        }

        logger.MonitorWorkerDied(worker.Exception?.GetBaseException());
        return 1;
    }
}
