using System.Globalization;
using Masakari.Core.Recovery.Operator;
using Masakari.Host.Sandbox;
using Masakari.Tests.Scenarios;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Exerciser;

/// <summary>A running story: the scenario, the truth about it, and the inspector that looks on at every idle moment.</summary>
internal sealed class StoryStage(MasakariScenario masakari, StoryPlan plan, StoryTruth truth, Inspector inspector)
{
    public MasakariScenario Masakari => masakari;

    public StoryPlan Plan => plan;

    public SimulatedCloud Cloud => masakari.Cloud;

    public StoryTruth Truth => truth;

    public EngineControl Control => masakari.Life.Get<EngineControl>();

    public bool OtherLives { get; set; }

    public Task PassAsync(double seconds) => PassUntilAsync(() => false, seconds);

    /// <summary>Lets time pass until it has happened, or this many seconds; the inspector looks whenever everything waits.</summary>
    public async Task PassUntilAsync(Func<bool> happened, double seconds)
    {
        var span = TimeSpan.FromSeconds(seconds);
        using var end = masakari.Clock.CreateTimer(_ => { }, null, span, Timeout.InfiniteTimeSpan);
        var until = masakari.Clock.GetUtcNow() + span;
        await masakari.Clock.RunUntilAsync(
            async () =>
            {
                await inspector.LookAsync();
                return happened() || masakari.Clock.GetUtcNow() >= until;
            }, span);
    }

    public void Kill(string host)
    {
        truth.Failures.Add((host, masakari.Clock.GetUtcNow()));
        Cloud.KillHost(host);
    }

    public void Silence(string host)
    {
        truth.Failures.Add((host, masakari.Clock.GetUtcNow()));
        Cloud.SilenceHost(host);
    }

    public void CrashGuest(string server)
    {
        truth.Crashes[server] = new(Cloud.Server(server).Host, masakari.Clock.GetUtcNow(), Report: null);
        Cloud.CrashGuest(server);
    }

    /// <summary>A monitor reports the host; the service may refuse the report.</summary>
    public async Task ReportAsync(string host)
    {
        var alive = Cloud.Host(host).IsAlive;
        var servers = alive ? [] : Cloud.InstancesOn(host).Select(server => server.Name).ToList();
        if (await TryAsync(() => masakari.NotifyAsync(host)) is { } notification)
            truth.Reports.Add(new HostReport(notification, host, masakari.Clock.GetUtcNow(), servers) { Lived = alive });
    }

    /// <summary>The monitor reports a guest; the service may refuse the report.</summary>
    public async Task ReportCrashAsync(string server, string @event = "LIFECYCLE", string detail = "STOPPED_FAILED")
    {
        var (crash, now) = (truth.Crashes[server], masakari.Clock.GetUtcNow());
        if (await TryAsync(() => masakari.ReportGuestAsync(server, @event, detail, crash.Host)) is not { } notification) return;
        var report = new GuestReport(notification, crash.Host, now, server);
        truth.Reports.Add(report);
        truth.Crashes[server] = crash with { Report = report };
    }

    /// <summary>The monitor reports a process; the service may refuse the report.</summary>
    public async Task ReportProcessAsync(string host, string process)
    {
        var payload = new Dictionary<string, string> { ["event"] = "STOPPED", ["process_name"] = process };
        if (await TryAsync(() => masakari.NotifyAsync("PROCESS", host, payload)) is { } notification)
            truth.Reports.Add(new ProcessReport(notification, host, masakari.Clock.GetUtcNow()));
    }

    public IReadOnlyList<string> Living() => [.. plan.AllHosts.Where(host => Cloud.Host(host).IsAlive)];

    /// <summary>How many hosts can take the instances of the dead: one must be left, else a recovery waits for ever.</summary>
    public int Takers() => Living().Except(Truth.ForcedDown.Keys).Count(host => !Cloud.Host(host).IsDisabled);

    public IReadOnlyList<string> Dead() => [.. plan.AllHosts.Where(host => !Cloud.Host(host).IsAlive)];

    public void WatchLives()
    {
        inspector.Watch(masakari.Life);
        if (OtherLives) inspector.Watch(masakari.Other!);
    }

    public string Time() => masakari.Clock.GetUtcNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <returns>Null: the host is on maintenance, or the report is a copy of one that is worked on.</returns>
    private static async Task<Guid?> TryAsync(Func<Task<Guid>> report)
    {
        try
        {
            return await report();
        }
        catch (InvalidOperationException refused) when (refused.Message.Contains(": 409", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
