using System.Net.Sockets;
using Masakari.Core;
using Masakari.Core.Persistence;

namespace Masakari.Host.Service;

/// <summary>Takes a built service from its start to its end.</summary>
internal static class ServiceLife
{
    /// <returns>0 after an orderly stop; 1 when it could not start, or ended because a worker died.</returns>
    public static async Task<int> RunAsync(IHost host, ServiceRole role, CancellationToken ct)
    {
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ServiceLife));
        try
        {
            await host.Services.GetRequiredService<Migrator>().PrepareAsync(ct);
            await host.StartAsync(ct);
        }
        catch (Exception problem) when (problem is SchemaException or DatabaseUnavailableException or IOException or SocketException)
        {
            logger.CannotStart(Reason(problem));
            await LeaveAsync(host);
            return 1;
        }

        if (host is WebApplication web)
            logger.Listening(string.Join(", ", web.Urls));
        var (name, meaning) = Described(role);
        logger.Ready(ProductVersion.Text, name, meaning);
        await host.WaitForShutdownAsync(ct);
        if (DeadWorker(host) is not { } worker)
        {
            logger.Stopped();
            return 0;
        }

        logger.WorkerDied(worker.Exception?.GetBaseException());
        return 1;
    }

    /// <summary>
    /// Tells the workers that had begun to end: the host would take their end for a failure if it came with its own. Nobody waits for them.
    /// Quartz would wait for a start that never comes.
    /// </summary>
    private static async Task LeaveAsync(IHost host)
    {
        try
        {
            await host.StopAsync(new CancellationToken(canceled: true));
        }
        catch (Exception e) when (e is OperationCanceledException or AggregateException)
        {
            // The reason has been said.
        }
    }

    private static (string Name, string Meaning) Described(ServiceRole role) => role switch
    {
        ServiceRole.Api => ("api", "the API answers; an engine process must recover what is reported here"),
        ServiceRole.Engine => ("engine", "the recovery engine waits for notifications; there is no API in this process"),
        _ => ("all", "the API answers, and the recovery engine waits for notifications"),
    };

    private static string Reason(Exception problem) => problem switch
    {
        DatabaseUnavailableException => $"{problem.Message} {problem.InnerException?.Message}",
        SocketException => $"masakari_api_listen and masakari_api_listen_port cannot be used: {problem.Message}",   // not our address, a port of root's
        _ => problem.Message,   // IOException: the port is taken
    };

    /// <summary>The worker whose failure ended the process; <see langword="null"/> = none failed.</summary>
    public static Task? DeadWorker(IHost host) => host.Services.GetServices<IHostedService>()
        .OfType<BackgroundService>().Select(service => service.ExecuteTask).FirstOrDefault(task => task is { IsFaulted: true });
}
