namespace Masakari.Tests.RealCloud;

/// <summary>
/// How long the recovery of a host takes in a real OpenStack, beside a bare driver that knows nothing but the calls: it locks and evacuates
/// all servers at once, and looks at the list once a second. Both begin when Nova shows the host down. Figures only: no time is asserted.
/// </summary>
[Explicit("Takes three minutes; measures the published program."), Category("RealCloud"), Category("Long"), Category("Benchmark")]
internal sealed class RecoveryPaceRealCloudTests
{
    private const string Host = "compute1";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4), PollInterval = TimeSpan.FromSeconds(1);

    [Test]
    public async Task Recovers_about_as_fast_as_a_bare_driver([Values(6, 30)] int servers)
    {
        var bare = await BareAsync(servers);
        var ours = await OursAsync(servers);

        await LabStory.WriteAsync($"{servers} servers, from down to the end: bare driver {bare.TotalSeconds:0.0} s, service {ours.TotalSeconds:0.0} s, {ours / bare:0.00} times as long");
        Assert.That(ours, Is.GreaterThan(TimeSpan.Zero));
    }

    private static async Task<TimeSpan> BareAsync(int servers)
    {
        await TheLab.Lab.ResetAsync();
        using var nova = await LabNova.LogInAsync(TheLab.Lab);
        var ids = await TheLab.Lab.BootAsync(Host, servers);
        await TheLab.Lab.KillAsync(Host);
        await UntilDownAsync(nova);

        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(ids.Select(id => MoveAsync(nova, id)));
        await Poll.UntilAsync("end of the evacuations", nova.ServersAsync, list => list.All(HasMoved), PollInterval, Limit);
        return TimeProvider.System.GetElapsedTime(began);
    }

    private static async Task<TimeSpan> OursAsync(int servers)
    {
        await using var story = await LabStory.BeginAsync("auto", spares: [], isPublished: true);
        var ids = await TheLab.Lab.BootAsync(Host, servers);
        var cpu = story.CpuTime;
        var report = await story.StrikeAsync(Host);
        await UntilDownAsync(story.Nova);

        var began = TimeProvider.System.GetTimestamp();
        var end = await story.UntilOverAsync(report);
        var took = TimeProvider.System.GetElapsedTime(began);
        await LabStory.WriteAsync($"processor time of the service {(story.CpuTime - cpu).TotalSeconds:0.0} s; {Phases(story.Log)}");

        var list = await story.Nova.ServersAsync();
        var evacuations = await story.EvacuationsAsync(Host);
        Assert.Multiple(() =>
        {
            Assert.That(LabStory.Status(end), Is.EqualTo("finished"));
            Assert.That(list.Count(HasMoved), Is.EqualTo(servers), "servers on another host");
            Assert.That(evacuations.Select(one => one.Instance), Is.EquivalentTo(ids), "evacuations in Nova's records");
        });
        return took;
    }

    private static string Phases(string log) =>
        log.Split('\n').Single(line => line.Contains("Accepted at ", StringComparison.Ordinal)).Split("Accepted at ")[1].Trim();

    private static Task UntilDownAsync(LabNova nova) => Poll.UntilAsync(
        "host down", () => nova.IsUpAsync(Host), isUp => !isUp, TimeSpan.FromMilliseconds(100), Limit);

    private static async Task MoveAsync(LabNova nova, Guid id)
    {
        await nova.ActAsync(id, "lock", argument: null);
        await nova.ActAsync(id, "evacuate", new { });
    }

    private static bool HasMoved(LabServer server) => server is { VmState: "active", TaskState: null } && server.Host != Host;
}
