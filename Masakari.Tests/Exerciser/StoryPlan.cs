using Masakari.Host.Sandbox;
using Masakari.Tests.Scenarios;

namespace Masakari.Tests.Exerciser;

/// <summary>The cloud, the configuration and the steps of a story, all derived from its seed.</summary>
internal sealed class StoryPlan
{
    public static readonly string[] Hosts = ["c1", "c2", "c3", "c4", "c5"];

    /// <summary>Why a spare is disabled from the beginning on.</summary>
    public const string SpareReason = "spare";

    private static readonly string[] SpareNames = ["s1", "s2"];

    /// <summary>Between two heartbeats of a host.</summary>
    public static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(5);

    /// <summary>For so long no heartbeat comes before an old forced_down is proof.</summary>
    public static readonly TimeSpan ForcedDownSettle = ReportInterval * 1.5;

    /// <summary>Nova counts as deaf when no heartbeat came for three intervals, seen by a look that is one interval old at most.</summary>
    public static readonly TimeSpan DeafAfter = ReportInterval * 4;

    private static readonly string[] States = ["active", "active", "active", "stopped", "error", "paused", "resized", "suspended"];

    private static readonly string[] Methods = ["auto", "auto", "reserved_host", "auto_priority", "rh_priority"];
    private static readonly Deed[] BeforeTheDeath = [Deed.GuestCrashes, Deed.GuestTrouble, Deed.OwnerStopsCrashed, Deed.ProcessFails];

    private readonly StorySettings settings;
    private readonly Random more;

    public StoryPlan(StorySettings settings)
    {
        this.settings = settings;
        (var random, more) = (new Random(settings.Seed), new Random(settings.Seed * 17));
        Silence = TimeSpan.FromSeconds(random.Next(0, 40));
        var threads = random.Next(3) == 0 ? $"host_failure_recovery_threads = {random.Next(1, 5)}" : "";
        // The stories are about single hosts: in a cloud of five, a hold would end most of them.
        const string NoHolds = "[host_failure]\nmass_failure_percent = 100\n";
        Conf = $"[DEFAULT]\nwait_period_after_service_update = {Silence.TotalSeconds}\n{threads}\n[recovery]\nnova_report_interval_seconds = {ReportInterval.TotalSeconds}\n{NoHolds}";
        if (settings.Deeds.HasFlag(Deed.SpareDisabled)) (Method, Spares) = (Methods[more.Next(Methods.Length)], SpareNames[..more.Next(3)]);
        if (more.Next(3) > 0) Conf += "[instance_failure]\nprocess_all_instances = true\n";
        Options = OptionsOf(random);
        Steps = settings.Steps ?? StepsOf(random);
    }

    /// <summary>The recovery method of the segment.</summary>
    public string Method { get; } = "auto";

    /// <summary>The reserved hosts.</summary>
    public string[] Spares { get; } = [];

    /// <summary>All hosts of the segment.</summary>
    public string[] AllHosts => [.. Hosts, .. Spares];

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
        if (settings.Deeds != Deed.None) FurnishMore(cloud, truth, new Random(settings.Seed * 7));
    }

    /// <summary>The reserved hosts, and guests on hosts that live for a while.</summary>
    private void FurnishMore(SimulatedCloud cloud, StoryTruth truth, Random random)
    {
        foreach (var host in Spares)
        {
            cloud.AddHost(host, capacity: random.Next(3) == 0 ? random.Next(4) : int.MaxValue, enabled: false);
            cloud.WriteService(host, reason: SpareReason);
        }
        for (var number = settings.Servers ?? random.Next(1, 5); number > 0; number--)
        {
            cloud.AddServer(Hosts[random.Next(1, 3)], $"guest{number}", metadata: random.Next(4) > 0 ? GuestStory.HaEnabled : null);
            truth.NoteServer(cloud.Server($"guest{number}"));
        }
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
        // In some stories the recovery of a guest is under way when its host dies.
        var before = BeforeTheDeath.Where(deed => settings.Deeds.HasFlag(deed)).ToList();
        if (before.Count > 0 && more.Next(3) == 0) steps.Insert(0, new(more.Next(5), before[more.Next(before.Count)], more.Next()));
        return steps;
    }
}
