using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Evidence;
using Masakari.Core.Recovery.Fencing;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.HostFailure;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.MassFailure;
using Masakari.Core.Recovery.Operator;
using Masakari.Core.Segments;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Masakari.Tests.Recovery.HostFailure;

/// <summary>How old the list of services may be on which a decision rests, when all hosts share their lists.</summary>
public sealed class HostWatchTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly DateTimeOffset Noon = new(2025, 12, 31, 12, 0, 0, TimeSpan.Zero);

    private RecoveryStage stage = null!;
    private SharedServices services = null!;
    private int lists;
    private Func<IReadOnlyList<ComputeService>> shown = null!;

    [SetUp]
    public async Task BeginAsync()
    {
        stage = await RecoveryStage.StartAsync();
        lists = 0;
        shown = () => [Service("c1", forcedDown: true), Service("c2")];
        var nova = new Mock<INova>();
        nova.Setup(one => one.ListServicesAsync(It.IsAny<CancellationToken>())).ReturnsAsync(() =>
        {
            lists++;
            return new Reading<IReadOnlyList<ComputeService>>(shown(), stage.Clock.GetUtcNow());
        });
        services = new SharedServices(nova.Object, Interval, stage.Clock);
    }

    [TearDown]
    public async Task ClearAsync() => await stage.DisposeAsync();

    [Test]
    public async Task The_first_look_is_newer_than_the_question()
    {
        await OtherLooksAsync();
        await using var vigil = await WatchAsync();

        await vigil.UntilKnownAsync(default);

        Assert.That((vigil.LooksDead, lists), Is.EqualTo((true, 2)));
    }

    [Test]
    public async Task A_dead_host_is_evacuated_on_the_list_of_another_for_an_interval_after_its_request()
    {
        await using var vigil = await WatchAsync();
        await vigil.UntilKnownAsync(default);
        stage.Clock.Advance(Interval);
        await OtherLooksAsync();
        stage.Clock.Advance(Interval * 0.9);

        Assert.That((await vigil.WhyNotSendAsync(default), lists), Is.EqualTo((null as WatchEnd, 2)), "0.9 s after the request of the other");
        stage.Clock.Advance(Interval * 0.1);

        Assert.That((await vigil.WhyNotSendAsync(default), lists), Is.EqualTo((null as WatchEnd, 3)), "1 s after the request of the other");
    }

    [Test]
    public async Task Evidence_is_gathered_with_one_list_per_interval()
    {
        await using var vigil = await WatchAsync(settle: TimeSpan.FromSeconds(30));

        var waits = vigil.UntilKnownAsync(default);
        await stage.Clock.RunAsync(Interval * 5);

        Assert.That((waits.IsCompleted, lists), Is.EqualTo((false, 6)));
    }

    /// <summary>Too many hosts are down: the silence that is seen while nothing can be sent lets nothing be sent later either.</summary>
    [Test]
    public async Task Silence_that_is_held_lets_nothing_be_sent()
    {
        shown = () => [Silent("c1"), Silent("c3") with { Enabled = true }, Silent("c4") with { Enabled = true }, Beating("c2"), Beating("c5")];
        await using var vigil = await WatchAsync(Brake(percent: 50));
        var looksOn = vigil.LookOnUntilAsync(Task.Delay(TimeSpan.FromSeconds(55), stage.Clock), default);
        await stage.Clock.RunAsync(TimeSpan.FromSeconds(50));

        var asked = vigil.WhyNotSendAsync(default);
        await stage.Clock.RunAsync(TimeSpan.FromSeconds(10));

        Assert.That((asked.IsCompleted, looksOn.IsCompleted), Is.EqualTo((true, true)));
        Assert.That((await asked)?.Outcome?.Why, Does.StartWith("Held: 3 of "));
    }

    private Task OtherLooksAsync() => services.ReadAsync(TimeSpan.Zero, default);

    /// <summary>With 100 percent the rule is off.</summary>
    private MassFailureBrake Brake(int percent)
    {
        var (notifications, hosts) = (new NotificationRepository(stage.Database), new HostRepository(stage.Database));
        var region = new RegionLook(services, NullLogger<RegionLook>.Instance);
        return new MassFailureBrake(
            stage.Database, region, new EngineControl(stage.Database, notifications, hosts), new HeldRecoveries(stage.Database, notifications),
            new MassFailureOptions { Percent = percent });
    }

    private Task<HostWatch.Vigil> WatchAsync(TimeSpan settle = default) => WatchAsync(Brake(percent: 100), settle);

    private Task<HostWatch.Vigil> WatchAsync(MassFailureBrake brake, TimeSpan settle = default)
    {
        var journal = new HostJournal(stage.Database, null!, null!);
        var control = new EngineControl(stage.Database, new NotificationRepository(stage.Database), new HostRepository(stage.Database));
        var fences = new HostFencing(
            new FenceJournal(stage.Database), brake, stage.Permits, null!, new FencingOptions(), stage.Clock, NullLogger<HostFencing>.Instance);
        var options = new EvidenceOptions { ForcedDownSettle = settle };
        var sources = new EvidenceSources(control, new HostRepository(stage.Database), options, NullLogger<EvidenceSources>.Instance);
        var evidence = new HostEvidence(services, journal, fences, sources, options, stage.Clock, NullLogger<HostEvidence>.Instance);
        var disables = new ComputeServiceSwitch(null!, journal, stage.Permits, stage.Clock, NullLogger<ComputeServiceSwitch>.Instance);
        return new HostWatch(evidence, disables, stage.Permits, brake, new HostFailureOptions(), stage.Clock).BeginAsync(Context(), default);
    }

    private RecoveryContext Context()
    {
        var notification = new Notification
        {
            Id = 1, Uuid = stage.Claim.Notification, GeneratedAt = Noon, SourceHostUuid = Guid.NewGuid(),
            Type = NotificationType.ComputeHost, PayloadJson = "{}", CreatedAt = Noon,
        };
        var segment = new Segment
        {
            Id = 1, Uuid = Guid.NewGuid(), Name = "s1", RecoveryMethod = RecoveryMethod.Auto, ServiceType = "COMPUTE", CreatedAt = Noon,
        };
        var host = new ComputeHost
        {
            Id = 1, Uuid = Guid.NewGuid(), Name = "c1", Type = "COMPUTE", ControlAttributes = "", CreatedAt = Noon, Segment = segment,
        };
        return stage.Contexts().Begin(stage.Claim, notification, host, FlowPlace.First);
    }

    private static ComputeService Silent(string host) => Service(host) with { Up = false, UpdatedAt = Noon.AddHours(-1) };

    private ComputeService Beating(string host) => Service(host) with { Enabled = true, UpdatedAt = stage.Clock.GetUtcNow() };

    private static ComputeService Service(string host, bool forcedDown = false) => new()
    {
        Id = host, Host = host, Enabled = false, Up = !forcedDown, ForcedDown = forcedDown, UpdatedAt = Noon,
    };
}
