using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.HostFailure;
using Masakari.Core.Recovery.Liveness;
using Masakari.Core.Recovery.MassFailure;
using Masakari.Core.Recovery.Operator;
using Masakari.Core.VMoves;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Masakari.Tests.Recovery.MassFailure;

/// <summary>Several controllers take the claims of hosts that fail together. Nova calls all hosts up.</summary>
internal sealed class NewWorkClaimsTests(string kind) : OnEveryDatabase(kind)
{
    private const int Hosts = 5;

    private readonly List<Guid> reports = [];

    [SetUp]
    public async Task ReportAsync()
    {
        reports.Clear();
        var seed = new Seed(Database, Clock);
        var segment = await seed.SegmentAsync("s1");
        for (var number = 1; number <= Hosts; number++)
        {
            var host = await seed.HostAsync(segment, $"c{number}");
            reports.Add(Guid.NewGuid());
            await ExecuteAsync("""
                INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
                VALUES ('2026-11-22 08:00:00', 0, @uuid, '2026-11-22 08:00:00', @host, 'COMPUTE_HOST', @payload, 'new')
                """, new
            {
                uuid = reports[^1].ToText(), host = host.Uuid.ToText(), payload = """{"event": "STOPPED", "host_status": "NORMAL"}""",
            });
        }
    }

    [Test, Repeat(5), CancelAfter(60_000)]
    public async Task Two_of_five_hosts_pass_when_five_controllers_ask_at_once(CancellationToken ct)
    {
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = 0;
        var controllers = reports.Select((report, place) => Task.Run(() => TakeAsync($"ctl{place}", report, async () =>
        {
            if (Interlocked.Increment(ref asking) == Hosts) together.SetResult();
            await together.Task;
        }, ct), ct));

        var claims = (await Task.WhenAll(controllers)).OfType<ClaimSet>().ToList();

        Assert.That(claims, Has.Count.EqualTo(2));
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM recovery_claims WHERE owner <> ''"), Is.EqualTo(2));
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM held_notifications"), Is.EqualTo(3));
        foreach (var claim in claims)
        {
            await claim.GiveBackAsync();
            await claim.DisposeAsync();
        }
        await EmptyTablesAsync();
        await ReportAsync();
    }

    [Test]
    public async Task A_held_notification_is_new_and_its_message_is_kept_up_to_date()
    {
        await using var first = await TakeAsync("ctl1", reports[0], NoWait, default);
        await using var second = await TakeAsync("ctl1", reports[1], NoWait, default);

        var third = await TakeAsync("ctl2", reports[2], NoWait, default);
        var message = await MessageAsync(reports[2]);
        await ExecuteAsync("UPDATE hosts SET deleted = id WHERE name = 'c5'");
        var again = await TakeAsync("ctl2", reports[2], NoWait, default);

        Assert.That((third, again), Is.EqualTo(((ClaimSet?)null, (ClaimSet?)null)));
        Assert.That(message, Does.StartWith("Held: 3 of the 5 hosts of segment s1 fail at the same time, more than 50 % (mass_failure_percent)."));
        Assert.That(message, Does.Contain($"`masakari manage release {reports[2]}`").And.Contain($"`masakari manage abort {reports[2]}`"));
        Assert.That(await MessageAsync(reports[2]), Does.StartWith("Held: 3 of the 4 hosts of segment s1"));
        Assert.That(await ScalarAsync<string>("SELECT status FROM notifications WHERE notification_uuid = @uuid", Key(reports[2])), Is.EqualTo("new"));
    }

    [Test]
    public async Task A_held_notification_goes_on_when_another_recovery_leaves_the_count()
    {
        var first = await TakeAsync("ctl1", reports[0], NoWait, default);
        await using var second = await TakeAsync("ctl1", reports[1], NoWait, default);
        var held = await TakeAsync("ctl1", reports[2], NoWait, default);

        await first!.GiveBackAsync();
        await first.DisposeAsync();
        await using var later = await TakeAsync("ctl1", reports[2], NoWait, default);

        Assert.That(held, Is.Null);
        Assert.That(later, Is.Not.Null);
    }

    [Test]
    public async Task What_is_held_stays_held_while_nova_cannot_be_read()
    {
        await ExecuteAsync("UPDATE notifications SET message = 'Held: …' WHERE notification_uuid = @uuid", Key(reports[0]));

        var held = await TakeAsync("ctl1", reports[0], Fail, default);
        await using var fresh = await TakeAsync("ctl1", reports[1], Fail, default);

        Assert.That(held, Is.Null);
        Assert.That(fresh, Is.Not.Null, "its attempt finds out by itself that Nova is away");

        static Task Fail() => throw new OpenStackException(FailureKind.Unreachable, "Nova is away");
    }

    private static Task NoWait() => Task.CompletedTask;

    private static object Key(Guid uuid) => new { uuid = uuid.ToText() };

    private Task<string?> MessageAsync(Guid report) =>
        ScalarAsync<string>("SELECT message FROM notifications WHERE notification_uuid = @uuid", Key(report));

    private async Task<ClaimSet?> TakeAsync(string controller, Guid report, Func<Task> beforeNovaAnswers, CancellationToken ct)
    {
        var (notifications, hosts) = (new NotificationRepository(Database), new HostRepository(Database));
        var nova = new Mock<INova>();
        nova.Setup(n => n.ListServicesAsync(It.IsAny<CancellationToken>())).Returns(async () =>
        {
            await beforeNovaAnswers();
            var numbers = Enumerable.Range(1, Hosts);
            return new Reading<IReadOnlyList<ComputeService>>(
                [.. numbers.Select(n => new ComputeService { Id = $"{n}", Host = $"c{n}", Enabled = true, Up = true })], Clock.GetUtcNow());
        });
        var region = new RegionLook(new SharedServices(nova.Object, TimeSpan.FromSeconds(1), Clock), NullLogger<RegionLook>.Instance);
        var brake = new MassFailureBrake(
            Database, region, new EngineControl(Database, notifications, hosts), new HeldRecoveries(Database, notifications),
            new MassFailureOptions());
        var claims = new ClaimStore(
            Database, new ClaimOwner(controller, pid: 1, startedAt: 1), new ClaimOptions(), new Pulses(Clock), Clock, NullLogger<ClaimStore>.Instance);
        var statuses = new NotificationStatusWriter(
            Database, new RetrySchedule(Database, new RetryOptions()), NullLogger<NotificationStatusWriter>.Instance);
        var planner = new RecoveryPlanner(new TaskCatalog([Named(DisableComputeService.Name), Named(PrepareInstances.Name), Named(EvacuateInstances.Name)]), new GuestEvents());
        return await new NewWorkClaims(hosts, claims, planner, brake, statuses).TakeAsync((await notifications.FindAsync(report, ct))!, ct);
    }

    private static IRecoveryTask Named(string name) => Mock.Of<IRecoveryTask>(task => task.ConfName == name);
}
