using Masakari.Core;
using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Fencing;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Liveness;
using Masakari.Core.Recovery.Operator;
using Masakari.Core.Recovery.Status;
using Masakari.Core.Recovery.Sweeps;
using Masakari.Core.VMoves;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery.Status;

/// <summary>The statements of status, presence, fence journal and take-over, on both databases.</summary>
internal sealed class EngineStatusReaderTests(string kind) : OnEveryDatabase(kind)
{
    private static readonly ClaimOwner Owner = new("ctl1|boot|ns", pid: 4711, startedAt: 1);

    private readonly Guid notification = Guid.NewGuid();
    private NotificationRepository notifications = null!;

    [SetUp]
    public Task AddNotificationAsync()
    {
        notifications = new NotificationRepository(Database);
        return ExecuteAsync("""
            INSERT INTO notifications
                (created_at, updated_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status, message)
            VALUES ('2026-01-01 00:00:00', '2026-01-01 00:01:00', 0, @uuid, '2026-01-01 00:00:00', @uuid, 'COMPUTE_HOST', '{}', 'running', 'waits')
            """, new { uuid = notification.ToText() });
    }

    [Test]
    public async Task Shows_a_controller_from_its_first_round_to_its_stop()
    {
        var presence = new ControllerPresence(Database, Owner, new SweepOptions());
        await presence.RunAsync(() => { }, default);
        await presence.RunAsync(() => { }, default);

        var alive = (await ReadAsync()).Controllers;
        await presence.LeaveAsync(default);

        Assert.That(alive.Select(one => (one.Name, one.IsAlive, one.Version)), Is.EqualTo(new[] { ("ctl1 (4711)", true, ProductVersion.Text) }));
        Assert.That(alive[0].SeenAgo?.TotalSeconds, Is.InRange(0, 60));
        Assert.That((await ReadAsync()).Controllers, Is.Empty);
    }

    [Test]
    public async Task Forgets_controllers_that_are_gone_for_a_day()
    {
        await ExecuteAsync("""
            INSERT INTO controllers (owner, version, sweep_seconds, started_at, seen_at)
            VALUES ('old|b|n|1|1', '0', 5, '2020-01-01 00:00:00', '2020-01-02 00:00:00')
            """);

        await new ControllerPresence(Database, Owner, new SweepOptions()).RunAsync(() => { }, default);

        Assert.That((await ReadAsync()).Controllers.Select(one => one.Name), Is.EqualTo(new[] { "ctl1 (4711)" }));
    }

    [Test]
    public async Task Shows_the_owner_of_a_recovery_and_its_lease()
    {
        await using var claim = await TakeAsync();

        var status = await ReadAsync();

        Assert.That((status.Recoveries[0].Controller, status.Recoveries[0].Message), Is.EqualTo(("ctl1 (4711)", "waits")));
        Assert.That(status.Controllers[0].LeaseLeft?.TotalSeconds, Is.InRange(1, 15.1));
        Assert.That((status.Controllers[0].IsAlive, status.Controllers[0].Version), Is.EqualTo((false, (string?)null)), "it wrote no sign of life");
    }

    [Test]
    public async Task Keeps_what_the_fence_command_was_asked_and_answered()
    {
        var journal = new FenceJournal(Database);
        await using var claim = await TakeAsync();
        var asked = FenceRecord.None.Asked(Clock.Now.WholeSeconds());

        await journal.NoteAskAsync(claim, asked);
        var duringTheRun = await journal.FindAsync(notification, default);
        await journal.NoteAnswerAsync(claim, asked.Answered(FenceAnswer.On));
        var afterwards = await journal.FindAsync(notification, default);
        await journal.NoteAskAsync(claim, afterwards.Asked(null));

        Assert.That((duringTheRun, afterwards), Is.EqualTo((asked, asked.Answered(FenceAnswer.On))));
        Assert.That(await journal.FindAsync(notification, default), Is.EqualTo(afterwards.Asked(null)));
        Assert.That(await journal.FindAsync(Guid.NewGuid(), default), Is.EqualTo(FenceRecord.None));
    }

    [Test]
    public async Task Ends_only_tasks_of_former_owners_that_run()
    {
        await using var claim = await TakeAsync();
        await AddProgressAsync(claim.Key.Epoch + 1, "Former", "RUNNING", null);
        await AddProgressAsync(claim.Key.Epoch + 1, "Former", "RUNNING", "half");
        await AddProgressAsync(claim.Key.Epoch + 1, "Ended", "SUCCESS", "whole");
        await AddProgressAsync(claim.Key.Epoch, "Own", "RUNNING", "begun");
        var former = new FormerProgress(Database);

        await former.EndAsync(claim);
        await former.EndAsync(claim);

        var reader = new ProgressRepository(
            Database, new LogbookRepository(Database, Options, new LogbookOptions(), Clock, NullLogger<Database>.Instance),
            NullLogger<ProgressRepository>.Instance);
        var tasks = await reader.DetailsAsync(notification, default);
        Assert.That(tasks.Select(task => (task.Name, task.State, task.Steps.Count)), Is.EqualTo(new[]
        {
            ("Former", "FAILURE", 2), ("Ended", "SUCCESS", 1), ("Own", "RUNNING", 1),
        }));
    }

    private Task<int> AddProgressAsync(long attempt, string task, string state, string? message) => ExecuteAsync("""
        INSERT INTO recovery_progress (notification_uuid, attempt, flow, task, state, progress, at, message)
        VALUES (@notification, @attempt, 1, @task, @state, 0.5, '2026-01-01 00:00:00', @message)
        """, new { notification = notification.ToText(), attempt, task, state, message });

    private async Task<ClaimSet> TakeAsync()
    {
        var store = new ClaimStore(
            Database, Owner, new ClaimOptions(), new Pulses(TimeProvider.System), TimeProvider.System, NullLogger<ClaimStore>.Instance);
        return (await store.TakeAsync([ClaimSubject.Host(Guid.NewGuid())], notification, default))!;
    }

    private Task<EngineStatus> ReadAsync()
    {
        var control = new EngineControl(Database, notifications, new HostRepository(Database));
        var moves = new MoveJournal(Database);
        return new EngineStatusReader(Database, control, new HeldRecoveries(Database, notifications), moves).ReadAsync(default);
    }
}
