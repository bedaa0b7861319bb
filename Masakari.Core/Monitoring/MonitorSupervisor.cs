using Masakari.Core.Monitoring.Reports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring;

/// <summary>Runs the monitors side by side. One that fails is started again after a pause, and takes no other with it.</summary>
internal sealed class MonitorSupervisor(
    IEnumerable<IMonitorDriver> monitors, IReports reports, TimeProvider clock, ILogger<MonitorSupervisor> logger) : BackgroundService
{
    private readonly IReadOnlyList<SupervisedMonitor> supervised = [.. monitors.Select(monitor => new SupervisedMonitor(monitor, clock))];

    /// <summary>The monitors and what they see.</summary>
    public IEnumerable<(string Name, MonitorHealth Health)> Health =>
        supervised.Select(monitor => (monitor.Driver.Name, monitor.Health));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(supervised.Select(monitor => SuperviseAsync(monitor, stoppingToken)));

    private async Task SuperviseAsync(SupervisedMonitor monitor, CancellationToken ct)
    {
        await Task.Yield();    // a driver that works without waiting must not hold back the others
        try
        {
            while (true)
            {
                monitor.Starts();
                logger.MonitorStarts(monitor.Driver.Name);
                var problem = await WhyEndedAsync(monitor.Driver, ct);
                ct.ThrowIfCancellationRequested();
                var pause = monitor.Fails($"it failed and is started again: {problem?.Message ?? "it ended without being told to"}");
                logger.MonitorFailed(monitor.Driver.Name, pause, problem);
                await Task.Delay(pause, clock, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    /// <returns>What ended it; <see langword="null"/> = it returned.</returns>
    private async Task<Exception?> WhyEndedAsync(IMonitorDriver monitor, CancellationToken ct)
    {
        try
        {
            await monitor.RunAsync(reports, ct);
            return null;
        }
        catch (Exception problem)
        {
            return problem;
        }
    }
}
