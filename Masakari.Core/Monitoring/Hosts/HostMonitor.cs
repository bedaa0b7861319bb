using Masakari.Core.Monitoring.Reports;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Hosts;

/// <summary>
/// Reports hosts that failed and hosts that came back. Each round compares what the cluster says with what Masakari has accepted, so
/// nothing depends on seeing the moment of a change: a host that is dead when the monitor starts is reported, and one whose report was
/// dropped is reported again.
/// </summary>
internal sealed class HostMonitor(
    ClusterLook cluster, HostRecords records, FailureGate gate, HostMonitorOptions options, MonitoredHost own, TimeProvider clock,
    ILogger<HostMonitor> logger) : IMonitorDriver
{
    public const string DriverName = "host";

    /// <summary>A look that is not older may still answer whether a report holds.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(10);

    /// <summary>A failure that began less than this ago is reported with the time of its beginning.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromHours(1);

    private readonly Samples samples = new(options.Samples);
    private volatile MonitorHealth health = MonitorHealth.Sees;

    public string Name => DriverName;

    public MonitorHealth Health => health;

    public async Task RunAsync(IReports reports, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var (beside, rounds) = (cluster.RunAsync(either.Token), WatchAsync(reports, either.Token));
        var ended = await Task.WhenAny(rounds, beside.IsCompletedSuccessfully ? rounds : beside);
        await either.CancelAsync();
        await ended;
    }

    /// <summary>
    /// A failure holds until the host is seen online. Without quorum no report is sent: it is dropped, and made again when there is quorum
    /// and the host is still away.
    /// </summary>
    public async Task<bool> HoldsAsync(MonitorReport report, CancellationToken ct)
    {
        var seen = await cluster.NotOlderThanAsync(Recent, ct);
        if (seen.Trouble is not null) return !seen.MustBeSilent;
        var state = seen.Hosts.GetValueOrDefault(report.HostName)?.State ?? HostState.Unknown;
        if (HostReport.Read(report) == Telling.Started) return state == HostState.Online;
        return state != HostState.Online && records[report.HostName] is null or { State: HostState.Failed };
    }

    public void Left(MonitorReport report, ReportEnd end)
    {
        var telling = HostReport.Read(report);
        records.Change(report.HostName, before =>
        {
            var record = before ?? new HostRecord { Since = clock.GetUtcNow() };
            var waiting = record.Asked == telling ? null : record.Asked;
            return end == ReportEnd.Answered ? record with { Told = telling, Asked = waiting } : record with { Asked = waiting };
        });
        records.Save();
    }

    private async Task WatchAsync(IReports reports, CancellationToken ct)
    {
        while (true)
        {
            var seen = await cluster.SettledAsync(ct);
            if (seen.Trouble is not null) samples.Clear();
            else await JudgeAsync(seen, reports, ct);
            Tell(seen);
            var isHurried = gate.TakeMayOpenSoon() && options.RetryPause < options.Interval;
            await Task.Delay(isHurried ? options.RetryPause : options.Interval, clock, ct);
        }
    }

    private async Task JudgeAsync(ClusterView seen, IReports reports, CancellationToken ct)
    {
        await Task.WhenAll(seen.Hosts
            .Where(host => host.Key != seen.OwnName && !own.Is(host.Key) && samples.Agree(host.Key, host.Value.State))
            .ToList().Select(host => JudgeAsync(host.Key, host.Value, seen, reports, ct)));
        records.Save();
    }

    private async Task JudgeAsync(string host, HostSight sight, ClusterView seen, IReports reports, CancellationToken ct)
    {
        var before = records[host];
        var record = records.Change(host, known => HostRules.See(known, sight, clock.GetUtcNow()));
        if (record.State != (before?.State ?? HostState.Unknown)) LogChange(host, record.State, sight.Words, isNew: before is null);
        if (record.State == HostState.Online) gate.Forget(host);
        var due = HostRules.Due(record);
        if (due == Telling.Stopped) due = await gate.AskAsync(host, sight, record, seen, ct);
        if (due is { } telling) await AddAsync(host, telling, record, reports, ct);
    }

    private async Task AddAsync(string host, Telling telling, HostRecord record, IReports reports, CancellationToken ct)
    {
        records.Change(host, known => (known ?? record) with { Asked = telling });
        // The sender drops what is old: a host that has been dead for days, and is reported only now, is dead now.
        var now = clock.GetUtcNow();
        await reports.AddAsync(HostReport.Of(host, telling, now - record.Since < Young ? record.Since : now), ct);
    }

    private void LogChange(string host, HostState state, string words, bool isNew)
    {
        if (state == HostState.Online && isNew) logger.HostIsOnline(host);
        else if (state == HostState.Online) logger.HostCameBack(host, words);
        else if (state == HostState.Planned) logger.HostLeftInOrder(host, words);
        else logger.HostFailed(host, words);
    }

    private void Tell(ClusterView seen)
    {
        var trouble = seen.Trouble ?? seen.Gap;
        if (trouble is null)
        {
            if (health != MonitorHealth.Sees) logger.ClusterSeenAgain(seen.Hosts.Count);
            health = MonitorHealth.Sees;
            return;
        }

        if (trouble != health.Reason)
        {
            if (seen.Trouble is null) logger.ClusterSeenInPart(trouble);
            else logger.ClusterNotJudged(trouble);
        }

        health = health.StillBlind(clock.GetUtcNow(), trouble);
    }
}
