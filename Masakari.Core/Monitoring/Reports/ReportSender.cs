using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.InstanceHa;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Reports;

/// <summary>Sends the waiting reports, one at a time, until each is accepted, holds no longer or is too old.</summary>
/// <param name="spool">The reports.</param>
/// <param name="monitors">Say whether a report still holds.</param>
/// <param name="api">The API of Masakari.</param>
/// <param name="options">Pauses and limits.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">The log.</param>
internal sealed class ReportSender(
    ReportSpool spool, IEnumerable<IMonitorDriver> monitors, InstanceHaClient api, SenderOptions options, TimeProvider clock,
    ILogger<ReportSender> logger) : BackgroundService
{
    /// <summary>Between two attempts to report about a host that nobody has registered yet.</summary>
    private static readonly TimeSpan UnknownHostPause = TimeSpan.FromMinutes(5);

    /// <summary>A monitor that takes longer cannot tell.</summary>
    private static readonly TimeSpan HoldsLimit = TimeSpan.FromSeconds(15);

    private readonly SendOrder order = new();
    private readonly RegisteredHosts hosts = new(api);
    private int failures;    // since the last answer of the API

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
                await SendNextAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What waits is in the spool.
        }
    }

    private async Task SendNextAsync(CancellationToken ct)
    {
        var arrival = spool.NextArrivalAsync();
        if (order.Next(spool.Waiting) is not ({ } report, var due))
            await arrival.WaitAsync(ct);
        else if (due > clock.GetUtcNow())
            await clock.PauseAsync(due - clock.GetUtcNow(), arrival, ct);
        else
            await HandleAsync(report, ct);
    }

    private async Task HandleAsync(MonitorReport report, CancellationToken ct)
    {
        if (clock.GetUtcNow() - report.GeneratedAt > options.MaxAge)
        {
            logger.ReportTooOld(report.Type, report.HostName, options.MaxAge, Text(report));
            await LeaveAsync(report, ReportEnd.Dropped);
        }
        else if (!await HoldsAsync(report, ct))
        {
            logger.ReportNoLongerHolds(report.Type, report.HostName, Text(report));
            await LeaveAsync(report, ReportEnd.Dropped);
        }
        else
        {
            await ReactAsync(report, await SendAsync(report), ct);
        }
    }

    private async Task<bool> HoldsAsync(MonitorReport report, CancellationToken ct)
    {
        if (OwnerOf(report) is not { } owner) return true;
        using var limit = new CancellationTokenSource(HoldsLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            return await owner.HoldsAsync(report, either.Token).WaitAsync(either.Token);
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)
        {
            logger.HoldsUnknown(report.Monitor, limit.IsCancellationRequested ? "it took too long" : problem.Message);
            return true;
        }
    }

    // A stop lets the request end: a report that was accepted must not be sent again at the next start.
    private async Task<SendOutcome> SendAsync(MonitorReport report)
    {
        try
        {
            await api.CreateAsync(ApiPath.Notifications, ReportBody.Of(report, clock.GetUtcNow()), CancellationToken.None);
            return SendOutcome.Accepted;
        }
        catch (OpenStackException failure) when (failure.Status is >= 200 and < 300)
        {
            return SendOutcome.Accepted;    // with a body that nobody needs
        }
        catch (OpenStackException failure)
        {
            return SendOutcome.Of(failure);
        }
    }

    private async Task ReactAsync(MonitorReport report, SendOutcome outcome, CancellationToken ct)
    {
        if (outcome.Result is not (SendResult.Away or SendResult.Failed))
        {
            if (failures > 0) logger.ApiAnswers(failures);
            failures = 0;
        }

        switch (outcome.Result)
        {
            case SendResult.Accepted: logger.ReportSent(report.Type, report.HostName, Text(report)); break;
            case SendResult.Known: logger.ReportKnown(report.Type, report.HostName, Text(report)); break;
            case SendResult.OnMaintenance: logger.HostOnMaintenance(report.Type, report.HostName, Text(report)); break;
            case SendResult.Rejected: logger.ReportRejected(report.Type, report.HostName, outcome.Reason, Text(report)); break;
            case SendResult.HostUnknown: await PostponeAsync(report, ct); return;
            default: Retry(report, outcome); return;
        }

        await LeaveAsync(report, ReportEnd.Answered);
    }

    private async Task PostponeAsync(MonitorReport report, CancellationToken ct)
    {
        logger.HostUnknown(report.HostName, await hosts.HintAsync(report.HostName, ct), UnknownHostPause);
        order.Wait(report, clock.GetUtcNow() + UnknownHostPause);
    }

    private void Retry(MonitorReport report, SendOutcome outcome)
    {
        failures++;
        var (retry, attempts) = (options.RetryOf(report.Type), order.Failed(report));
        var pause = retry.PauseAfter(attempts);
        if (attempts == retry.ErrorAfter + 1)
            logger.SendFailsForLong(report.Type, report.HostName, attempts, outcome.Reason);
        else
            logger.SendFailed(report.Type, report.HostName, attempts, pause, outcome.Reason);
        if (outcome.Result == SendResult.Away) order.PauseAll(clock.GetUtcNow() + pause);
        else order.Wait(report, clock.GetUtcNow() + pause);
        if (outcome.Result == SendResult.Failed && attempts > retry.ErrorAfter) order.SetAside(report);
    }

    private async Task LeaveAsync(MonitorReport report, ReportEnd end)
    {
        order.Forget(report);
        await spool.RemoveAsync(report);
        OwnerOf(report)?.Left(report, end);
    }

    private IMonitorDriver? OwnerOf(MonitorReport report) => monitors.FirstOrDefault(monitor => monitor.Name == report.Monitor);

    private static string Text(MonitorReport report) => report.Payload.ToJsonString();
}
