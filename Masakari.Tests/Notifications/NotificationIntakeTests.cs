using Masakari.Core;
using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Notifications;

internal sealed class NotificationIntakeTests(string kind) : OnEveryDatabase(kind)
{
    private const string Stopped = """{"event": "STOPPED", "host_status": "NORMAL"}""";
    private const string Crash = """{"event": "LIFECYCLE", "instance_uuid": "5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55", "vir_domain_event": "STOPPED_FAILED"}""";

    private FakeLogCollector log = null!;
    private NotificationQueue queue = null!;
    private ComputeHost host = null!;

    private NotificationIntake Intake => new(
        Database, new HostRepository(Database), queue, new IntakeOptions(), Seed.Silence(Clock),
        new FakeLogger<NotificationIntake>(log));

    [SetUp]
    public async Task RegisterHostAsync()
    {
        (queue, log) = (new NotificationQueue(), new FakeLogCollector());
        var seed = new Seed(Database, Clock);
        host = await seed.HostAsync(await seed.SegmentAsync("rack-7"), "c1");
    }

    [Test]
    public async Task Stores_the_report_and_rings_the_queue()
    {
        var accepted = (await AcceptAsync(HostDown())).Value!;

        var stored = await new NotificationRepository(Database).FindAsync(accepted.Uuid, default);

        Assert.That(stored, Is.EqualTo(accepted with { GeneratedAt = accepted.GeneratedAt.WholeSeconds() }));
        Assert.That(accepted.GeneratedAt, Is.EqualTo(HostDown().GeneratedAt));
        Assert.That((accepted.SourceHostUuid, accepted.SegmentUuid, accepted.Status), Is.EqualTo((host.Uuid, host.Segment.Uuid, NotificationStatus.New)));
        Assert.That(await RungAsync(), Is.EqualTo(accepted.Uuid));
    }

    [Test]
    public async Task Refuses_an_unknown_host()
    {
        var refused = await AcceptAsync(HostDown() with { HostName = "c2" });

        Assert.That(refused.Refusal, Is.EqualTo(Refusal.Invalid("Host with name c2 could not be found.")));
    }

    [Test]
    public async Task Takes_a_report_that_spells_the_host_in_another_case_for_one_about_the_registered_host()
    {
        var accepted = await AcceptAsync(HostDown() with { HostName = "C1" });
        var copy = await AcceptAsync(HostDown());

        Assert.That(accepted.Value?.SourceHostUuid, Is.EqualTo(host.Uuid));
        Assert.That(copy.Refusal, Is.EqualTo(Refusal.Conflict("Notification received from host c1 of type COMPUTE_HOST is duplicate.")));
        Assert.That(log.Lines, Has.Exactly(1).Contains(" host c1 accepted").And.None.Contains("C1"));
    }

    [Test]
    public async Task Refuses_every_type_from_a_host_on_maintenance()
    {
        await ExecuteAsync("UPDATE hosts SET on_maintenance = 1");

        var refused = await AcceptAsync(GuestDown());

        Assert.That(refused.Refusal, Is.EqualTo(Refusal.Conflict(
            "Notification received from host c1 of type 'VM' is ignored as the host is already under maintenance.")));
        Assert.That((await AcceptAsync(HostDown())).Ok, Is.False);
    }

    [Test]
    public async Task Lets_only_the_death_of_the_host_pass_a_maintenance_of_ours()
    {
        await ExecuteAsync("UPDATE hosts SET on_maintenance = 1");
        await ExecuteAsync("INSERT INTO host_journal (notification_uuid, host_uuid, maintenance_by_us) VALUES ('n', @host, 1)", new { host = host.Uuid.ToText() });

        Assert.That((await AcceptAsync(GuestDown())).Ok, Is.False);
        Assert.That((await AcceptAsync(HostDown() with { PayloadJson = """{"event": "STARTED"}""" })).Ok, Is.False);
        Assert.That((await AcceptAsync(HostDown())).Ok);
    }

    [Test]
    public async Task Refuses_a_copy_whatever_the_order_of_its_keys()
    {
        await AcceptAsync(HostDown());

        var refused = await AcceptAsync(HostDown() with { PayloadJson = """{"host_status":"NORMAL","event":"STOPPED"}""" });

        Assert.That(refused.Refusal, Is.EqualTo(Refusal.Conflict("Notification received from host c1 of type COMPUTE_HOST is duplicate.")));
    }

    [TestCase("finished", 178, false)]
    [TestCase("finished", 181, true)]
    [TestCase("ignored", 100, false)]
    [TestCase("failed", 1, true)]
    public async Task Counts_a_hosts_report_as_a_copy_for_the_window_by_the_databases_clock(string status, int secondsLater, bool isAccepted)
    {
        await AcceptAsync(HostDown());
        var accepted = $"UPDATE notifications SET status = @status, created_at = {Database.Dialect.NowSecondsPlus("@age")}";
        await Database.ExecuteAsync(accepted, new { status, age = -secondsLater }, default);

        var second = await AcceptAsync(HostDown() with { GeneratedAt = Clock.Now.AddDays(3) });

        Assert.That(second.Ok, Is.EqualTo(isAccepted));
    }

    [TestCase("new", false)]
    [TestCase("running", false)]
    [TestCase("error", false)]
    [TestCase("finished", true)]
    [TestCase("ignored", true)]
    [TestCase("failed", true)]
    public async Task Counts_a_guests_report_as_a_copy_while_an_equal_one_is_worked_on(string status, bool accepted)
    {
        await AcceptAsync(GuestDown());
        await ExecuteAsync("UPDATE notifications SET status = @status", new { status });

        Assert.That((await AcceptAsync(GuestDown())).Ok, Is.EqualTo(accepted));
    }

    [Test]
    public async Task Accepts_one_of_many_copies_that_come_at_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => AcceptAsync(HostDown()))));

        Assert.That(answers.Count(answer => answer.Ok), Is.EqualTo(1));
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM notifications"), Is.EqualTo(1));
    }

    [Test]
    public async Task Stores_a_report_that_nobody_acts_on_as_ignored_and_rings_nobody()
    {
        var reboot = GuestDown() with { PayloadJson = Crash.Replace("STOPPED_FAILED", "STOPPED_DESTROYED", StringComparison.Ordinal) };

        var accepted = (await AcceptAsync(reboot)).Value!;
        var equal = await AcceptAsync(reboot);

        Assert.That((accepted.Status, accepted.Message, equal.Ok), Is.EqualTo((NotificationStatus.New, (string?)null, true)));
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM notifications WHERE status = 'ignored' AND updated_at IS NOT NULL"), Is.EqualTo(2));
        Assert.That(await ScalarAsync<string>("SELECT MAX(message) FROM notifications"), Does.StartWith("The event LIFECYCLE/STOPPED_DESTROYED asks for no recovery"));
        using var soon = new CancellationTokenSource();
        queue.Ring(Guid.Empty, NotificationType.Vm);
        await foreach (var rung in queue.ReadAllAsync(NotificationType.Vm, soon.Token))
        {
            Assert.That(rung, Is.EqualTo(Guid.Empty), "rung before");
            break;
        }
    }

    [TestCase("UPDATE failover_segments SET enabled = 0", "new")]
    [TestCase("UPDATE hosts SET on_maintenance = 1", null)]
    public async Task A_disabled_segment_and_a_host_on_maintenance_are_seen_first(string before, string? status)
    {
        await ExecuteAsync(before);

        var accepted = await AcceptAsync(GuestDown() with { PayloadJson = Crash.Replace("FAILED", "DESTROYED", StringComparison.Ordinal) });

        Assert.That(accepted.Ok, Is.EqualTo(status is not null));
        Assert.That(await ScalarAsync<string?>("SELECT MAX(status) FROM notifications"), Is.EqualTo(status));
    }

    [Test]
    public async Task Keeps_letters_that_the_table_could_not_hold()
    {
        var accepted = await AcceptAsync(GuestDown() with { PayloadJson = """{"event": "🔥 é"}""" });

        Assert.That(accepted.Value!.PayloadJson, Is.EqualTo("""{"event": "\ud83d\udd25 \u00e9"}"""));
    }

    private NotificationDraft HostDown() => new()
    {
        Type = NotificationType.ComputeHost, HostName = "c1", GeneratedAt = new(2026, 11, 22, 7, 59, 58, 700, TimeSpan.Zero), PayloadJson = Stopped,
    };

    private NotificationDraft GuestDown() => HostDown() with { Type = NotificationType.Vm, PayloadJson = Crash };

    private Task<Result<Notification>> AcceptAsync(NotificationDraft draft) => Intake.AcceptAsync(draft, default);

    private async Task<Guid> RungAsync()
    {
        await foreach (var uuid in queue.ReadAllAsync(NotificationType.ComputeHost, default))
            return uuid;
        return default;
    }
}
