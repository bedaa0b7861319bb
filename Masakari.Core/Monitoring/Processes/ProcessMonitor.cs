using System.Text.Json.Nodes;
using Masakari.Core.Monitoring.Reports;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Processes;

/// <summary>Watches the processes of a list, restarts those that do not run, and reports those that cannot be restarted.</summary>
internal sealed class ProcessMonitor(
    MonitoredHost host, ProcessOptions options, ProcessList list, ProcFolder proc, ProcessCommands commands, TimeProvider clock,
    ILogger<ProcessMonitor> logger) : IMonitorDriver
{
    private readonly ProcessSight sight = new(proc, commands);
    private readonly Dictionary<(string, string?, string?), ProcessState> states = [];
    private volatile MonitorHealth health = MonitorHealth.Sees;
    private bool started;

    public static string DriverName => "process";

    public string Name => DriverName;

    public MonitorHealth Health => health;

    public async Task RunAsync(IReports reports, CancellationToken ct)
    {
        while (true)
        {
            list.Refresh();
            var trouble = list.Current is { } watched ? await CheckAsync(watched, reports, ct) : null;
            health = (list.Trouble ?? trouble) is { } reason ? health.StillBlind(clock.GetUtcNow(), reason) : MonitorHealth.Sees;
            await Task.Delay(PauseNow(), clock, ct);
        }
    }

    public async Task<bool> HoldsAsync(MonitorReport report, CancellationToken ct)
    {
        if (list.Current is null) list.Refresh();
        if (list.Current is not { } watched) return true;
        var name = report.Payload["process_name"]?.ToString();
        foreach (var process in watched.Where(process => process.ReportedName == name))
            if ((await sight.LookAsync(process, proc.Read, ct)).Runs != true)
                return true;
        return false;
    }

    /// <summary>One check of all processes.</summary>
    /// <returns>Why a process could not be judged; <see langword="null"/> = all could.</returns>
    private async Task<string?> CheckAsync(IReadOnlyList<WatchedProcess> watched, IReports reports, CancellationToken ct)
    {
        if (!started) await StartAllAsync(watched, ct);
        started = true;
        foreach (var gone in states.Keys.Except(watched.Select(process => process.Key)).ToList()) states.Remove(gone);
        var running = new Lazy<IReadOnlyList<RunningProcess>>(proc.Read);
        try
        {
            var troubles = await Task.WhenAll(watched.Select(process => TendAsync(process, () => running.Value, reports, ct)));
            return troubles.FirstOrDefault(trouble => trouble is not null);
        }
        catch (IOException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>At the start of the monitor, in the order of the list: a process that does not run yet is started.</summary>
    private async Task StartAllAsync(IReadOnlyList<WatchedProcess> watched, CancellationToken ct)
    {
        logger.Watching(watched.Count, options.ListPath, string.Join(", ", watched.Select(process => process.ReportedName)));
        foreach (var process in watched)
        {
            try
            {
                if ((await sight.LookAsync(process, proc.Read, ct)).Runs == false) await StartAsync(process, ct);
            }
            catch (IOException)
            {
                return;    // the check that follows says so
            }
        }
    }

    private async Task StartAsync(WatchedProcess process, CancellationToken ct)
    {
        if (await FailedAsync(process, process.PreStart, ct) is not null) return;
        await FailedAsync(process, process.Start, ct);
        await FailedAsync(process, process.PostStart, ct);
        if (process.Start is not null) StateOf(process).Started(clock.GetUtcNow() + options.RestartInterval);
    }

    private async Task<string?> TendAsync(
        WatchedProcess process, Func<IReadOnlyList<RunningProcess>> running, IReports reports, CancellationToken ct)
    {
        var state = StateOf(process);
        var (runs, reason) = await sight.LookAsync(process, running, ct);
        if (runs is null) return reason;
        if (runs.Value)
        {
            if (state.Runs()) logger.RunsAgain(process.ReportedName);
            return null;
        }

        if (!state.IsReported && clock.GetUtcNow() >= state.NextRestart) await ActAsync(process, state, reports, ct);
        return null;
    }

    private async Task ActAsync(WatchedProcess process, ProcessState state, IReports reports, CancellationToken ct)
    {
        if (state.Restarts <= options.RestartRetries)
        {
            logger.Restarting(process.ReportedName, state.Restarts + 1, options.RestartRetries + 1);
            state.Restarted(await RestartAsync(process, ct), clock.GetUtcNow() + options.RestartInterval);
            // Commands that worked get a further look, after the pause: the process may have come up.
            if (state.Trouble is null || state.Restarts <= options.RestartRetries) return;
        }

        logger.CannotRestart(process.ReportedName, state.Restarts, state.Trouble ?? "its commands work, but it does not run");
        await reports.AddAsync(Report(process), ct);
        state.Reported();
    }

    private async Task<string?> RestartAsync(WatchedProcess process, CancellationToken ct) =>
        await FailedAsync(process, process.PreRestart, ct)
        ?? await FailedAsync(process, process.Restart, ct)
        ?? await FailedAsync(process, process.PostRestart, ct);

    private async Task<string?> FailedAsync(WatchedProcess process, string? line, CancellationToken ct)
    {
        if (await commands.WhyFailedAsync(line, process.AsRoot, ct) is not { } why) return null;
        logger.CommandFailed(process.ReportedName, line!.Trim(), why);
        return $"`{line!.Trim()}` failed: {why}";
    }

    private MonitorReport Report(WatchedProcess process) => new()
    {
        Id = Guid.NewGuid(),
        Type = ReportType.Process,
        HostName = host.Name,
        GeneratedAt = clock.GetUtcNow(),
        Payload = new JsonObject { ["event"] = "STOPPED", ["process_name"] = process.ReportedName },
        Monitor = Name,
    };

    private ProcessState StateOf(WatchedProcess process)
    {
        lock (states)
        {
            if (!states.TryGetValue(process.Key, out var state)) states.Add(process.Key, state = new ProcessState());
            return state;
        }
    }

    /// <summary>Until the next check, or sooner when a restart is due.</summary>
    private TimeSpan PauseNow()
    {
        var now = clock.GetUtcNow();
        var due = states.Values.Where(state => state.Restarts > 0 && !state.IsReported).Select(state => state.NextRestart - now)
            .Append(options.CheckInterval).Min();
        return due > TimeSpan.FromSeconds(1) ? due : TimeSpan.FromSeconds(1);
    }
}
