using Masakari.Host.Sandbox;

namespace Masakari.Tests.Exerciser;

/// <summary>The cloud, the configuration and the steps of a story, all derived from its seed.</summary>
internal sealed class StoryPlan
{
    public static readonly string[] Hosts = ["c1", "c2", "c3", "c4", "c5"];

    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(5);

    /// <summary>For so long no heartbeat comes before an old forced_down is proof.</summary>
    public static readonly TimeSpan ForcedDownSettle = ReportInterval * 1.5;

    /// <summary>Nova counts as deaf when no heartbeat came for three intervals, seen by a look that is one interval old at most.</summary>
    public static readonly TimeSpan DeafAfter = ReportInterval * 4;

    private static readonly string[] States = ["active", "active", "active", "stopped", "error", "paused", "resized", "suspended"];

    private readonly StorySettings settings;

    public StoryPlan(StorySettings settings)
    {
        this.settings = settings;
        var random = new Random(settings.Seed);
        Silence = TimeSpan.FromSeconds(random.Next(0, 40));
        var threads = random.Next(3) == 0 ? $"host_failure_recovery_threads = {random.Next(1, 5)}" : "";
        // The stories are about single hosts: in a cloud of five, a hold would end most of them.
        const string NoHolds = "[host_failure]\nmass_failure_percent = 100\n";
        Conf = $"[DEFAULT]\nwait_period_after_service_update = {Silence.TotalSeconds}\n{threads}\n[recovery]\nnova_report_interval_seconds = {ReportInterval.TotalSeconds}\n{NoHolds}";
        Options = OptionsOf(random);
        Steps = settings.Steps ?? StepsOf(random);
    }

    /// <summary>The configured silence.</summary>
    public TimeSpan Silence { get; }

    public string Conf { get; }

    public SimulatedCloudOptions Options { get; }

    public IReadOnlyList<StoryStep> Steps { get; }

    /// <summary>Adds hosts and servers, and notes what their owners want.</summary>
    public void Furnish(SimulatedCloud cloud, StoryTruth truth)
    {
        var random = new Random(settings.Seed * 31);
        foreach (var host in Hosts)
            cloud.AddHost(host);
        var count = settings.Servers ?? random.Next(1, 10);
        for (var number = 1; number <= count; number++)
            AddServer(cloud, truth, random, "c1", $"vm{number}");
        for (var number = settings.Servers ?? random.Next(3); number > 0; number--)
            AddServer(cloud, truth, random, "c2", $"other{number}");
    }

    private void AddServer(SimulatedCloud cloud, StoryTruth truth, Random random, string host, string name)
    {
        var (state, task, locked) = (States[random.Next(States.Length)], random.Next(5) == 0 ? "rebooting" : null, random.Next(5) == 0);
        cloud.AddServer(host, name, state, locked: locked, taskState: host == "c1" ? task : null);
        truth.NoteServer(cloud.Server(name));
        if (random.Next(4) == 0 && settings.Deeds.HasFlag(Deed.FailedBuild)) truth.PlanFailure(cloud, name, random);
    }

    private SimulatedCloudOptions OptionsOf(Random random) => new()
    {
        Seed = settings.Seed,
        ReportInterval = ReportInterval,
        ServiceDownTime = TimeSpan.FromSeconds(20),
        RpcTimeout = TimeSpan.FromSeconds(random.Next(5, 70)),
        EvacuationTime = TimeSpan.FromSeconds(random.Next(1, 8)),
        HostSwitchGap = TimeSpan.FromSeconds(random.NextDouble() * 4),
        BuildsAtOnce = random.Next(2, 6),
        PageLimit = random.Next(2, 8),
        TokenLifetime = TimeSpan.FromSeconds(random.Next(30, 600)),
    };

    private List<StoryStep> StepsOf(Random random)
    {
        var deeds = DeedSets.Of(settings.Deeds);
        var steps = new List<StoryStep> { new(random.Next(20), Deed.HostDies, random.Next()) };
        for (var left = random.Next(1, 7); left > 0 && deeds.Count > 0; left--)
            steps.Add(new(random.NextDouble() * 20, deeds[random.Next(deeds.Count)], random.Next()));
        return steps;
    }
}
