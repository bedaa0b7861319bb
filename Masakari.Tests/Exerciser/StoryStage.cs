using System.Globalization;
using Masakari.Core.Recovery.Operator;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Exerciser;

/// <summary>A running story: the scenario, the truth about it, and the inspector that looks on at every idle moment.</summary>
internal sealed class StoryStage(MasakariScenario masakari, StoryTruth truth, Inspector inspector)
{
    public MasakariScenario Masakari => masakari;

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

    /// <summary>A monitor reports the host; the service may refuse the report.</summary>
    public async Task ReportAsync(string host)
    {
        var alive = Cloud.Host(host).IsAlive;
        var servers = alive ? [] : Cloud.InstancesOn(host).Select(server => server.Name).ToList();
        try
        {
            var notification = await masakari.NotifyAsync(host);
            truth.Reports.Add(new(notification, host, masakari.Clock.GetUtcNow(), servers) { Lived = alive });
        }
        catch (InvalidOperationException refused) when (refused.Message.Contains(": 409", StringComparison.Ordinal))
        {
            // On maintenance, or a copy of a report that is worked on.
        }
    }

    public IReadOnlyList<string> Living() => [.. StoryPlan.Hosts.Where(host => Cloud.Host(host).IsAlive)];

    /// <summary>How many hosts can take the instances of the dead: one must be left, else a recovery waits for ever.</summary>
    public int Takers() => Living().Except(Truth.ForcedDown.Keys).Count();

    public IReadOnlyList<string> Dead() => [.. StoryPlan.Hosts.Where(host => !Cloud.Host(host).IsAlive)];

    public void WatchLives()
    {
        inspector.Watch(masakari.Life);
        if (OtherLives) inspector.Watch(masakari.Other!);
    }

    public string Time() => masakari.Clock.GetUtcNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
