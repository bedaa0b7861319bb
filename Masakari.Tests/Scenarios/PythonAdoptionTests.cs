using Masakari.Core.Notifications;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Operator;
using Masakari.Core.VMoves;
using Masakari.Tests.OpenStack.Nova;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>A recovery that a Python engine left in the middle.</summary>
public sealed class PythonAdoptionTests
{
    private const string Alice = "alice@ctl1";
    private static readonly string[] Servers = SmallCloud.Names(6);
    private static readonly TimeSpan AWhile = TimeSpan.FromMinutes(10);

    [Test]
    public async Task Touches_nothing_until_it_is_told_and_says_so_once()
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await LeaveRunningAsync(masakari);
        await masakari.Life.Get<INovaChanges>().LockAsync(masakari.Cloud.Server(Servers[0]).Id, OpenPermit.Instance, default);
        var calls = Changes(masakari);

        await masakari.Clock.RunAsync(AWhile);
        var statusBefore = (await masakari.FindAsync(notification)).Status;
        var changesBefore = Changes(masakari) - calls;
        await ReleaseAsync(masakari, notification);
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        Assert.That((statusBefore, changesBefore), Is.EqualTo((NotificationStatus.Running, 0)));
        Assert.That(masakari.Log, Has.One.Contains(
            $"Notification {notification} (COMPUTE_HOST, host c1) was left running by the Python original"));
        Assert.That(masakari.Log, Has.One.Contains($"Notification {notification}: released by alice@ctl1: engines are off"));
        masakari.Cloud.AssertMovedOnce(Servers);
    }

    /// <summary>An operator may need more than a day to react; an expired recovery would leave instances locked and down.</summary>
    [Test]
    public async Task Holds_for_longer_than_a_notification_may_be_unfinished()
    {
        await using var masakari = await SmallCloud.StartWithAsync(
            SmallCloud.Quick + "notifications_expired_interval = 600", options: null, Servers);
        var notification = await LeaveRunningAsync(masakari);

        await masakari.Clock.RunAsync(TimeSpan.FromMinutes(20));

        Assert.That((await masakari.FindAsync(notification)).Status, Is.EqualTo(NotificationStatus.Running));
    }

    [Test]
    public async Task Begins_nothing_else_on_a_host_whose_recovery_is_held()
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var held = await LeaveRunningAsync(masakari);
        await masakari.Life.ExecuteAsync("UPDATE hosts SET on_maintenance = 0");
        var fresh = await masakari.NotifyAsync("c1");

        await masakari.Clock.RunAsync(AWhile);
        var before = ((await masakari.FindAsync(fresh)).Status, masakari.Cloud.CountCalls("evacuate"));
        await ReleaseAsync(masakari, held);
        await masakari.AssertEndsAsync(held, NotificationStatus.Finished);
        await masakari.AssertEndsAsync(fresh, NotificationStatus.Finished);

        Assert.That(before, Is.EqualTo((NotificationStatus.New, 0)));
        masakari.Cloud.AssertMovedOnce(Servers);
    }

    [Test]
    public async Task Takes_up_new_and_failed_rows_of_the_original_without_being_told()
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await LeaveRunningAsync(masakari, "error");
        await AddMoveAsync(masakari, notification, Servers[0], "failed");

        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(Servers);
        Assert.That((await masakari.VMovesAsync(notification)).Select(move => move.InstanceName), Is.Unique);
    }

    /// <summary>In each instance another part of the original's work was interrupted.</summary>
    [Test]
    public async Task Goes_on_with_each_instance_where_the_original_stopped()
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await LeaveRunningAsync(masakari);
        var (landed, landedUnnoticed, underWay, failed, locked) = (Servers[0], Servers[1], Servers[2], Servers[3], Servers[4]);
        await MoveAsOriginalAsync(masakari, landed, landedUnnoticed);
        await masakari.Clock.RunAsync(TimeSpan.FromMinutes(2));
        await AddMoveAsync(masakari, notification, landed, "succeeded");
        await AddMoveAsync(masakari, notification, landedUnnoticed, "ongoing");
        await AddMoveAsync(masakari, notification, failed, "failed");
        await AddMoveAsync(masakari, notification, failed, "ongoing");
        await AddMoveAsync(masakari, notification, failed, "failed");
        await AddMoveAsync(masakari, notification, locked, "pending");
        await masakari.Life.Get<INovaChanges>().LockAsync(masakari.Cloud.Server(locked).Id, OpenPermit.Instance, default);
        await MoveAsOriginalAsync(masakari, underWay);
        await AddMoveAsync(masakari, notification, underWay, "ongoing");

        await ReleaseAsync(masakari, notification);
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(Servers);
        var moves = (await masakari.VMovesAsync(notification)).ToLookup(move => move.InstanceName, move => move.Status);
        Assert.That(moves.Select(one => one.Count()).Order(), Is.EqualTo([1, 1, 1, 1, 1, 3]), "only those that the original wrote twice");
        Assert.That(moves.Select(one => one.Last()), Is.All.EqualTo(VMoveStatus.Succeeded));
        Assert.That(moves[failed], Is.EqualTo(new VMoveStatus?[] { VMoveStatus.Failed, VMoveStatus.Failed, VMoveStatus.Succeeded }));
    }

    /// <summary>Before its second revision the original had no vmoves table: only Nova shows what it did.</summary>
    [Test]
    public async Task Finds_what_an_original_without_vmoves_had_evacuated_and_locked()
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await LeaveRunningAsync(masakari);
        await MoveAsOriginalAsync(masakari, Servers[..2]);
        await masakari.Clock.RunAsync(TimeSpan.FromMinutes(2));
        await MoveAsOriginalAsync(masakari, Servers[2..4]);

        await ReleaseAsync(masakari, notification);
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(Servers);
        var moves = (await masakari.VMovesAsync(notification)).Select(move => (move.InstanceName, move.Status));
        Assert.That(moves, Is.EquivalentTo(Servers.Select(name => (name, (VMoveStatus?)VMoveStatus.Succeeded))));
    }

    [Test]
    public async Task Leaves_locks_alone_that_are_not_the_originals()
    {
        await using var masakari = await SmallCloud.StartAsync(cloud =>
        {
            cloud.AddServer("c1", "byOwner", locked: true);
            cloud.AddServer("c1", "longAgo");
        });
        await masakari.Life.Get<INovaChanges>().LockAsync(masakari.Cloud.Server("longAgo").Id, OpenPermit.Instance, default);
        await masakari.Clock.RunAsync(TimeSpan.FromMinutes(1));
        var notification = await LeaveRunningAsync(masakari);

        await ReleaseAsync(masakari, notification);
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        var ends = new[] { "byOwner", "longAgo" }.Select(name => (masakari.Cloud.Server(name).IsLocked, masakari.Cloud.Evacuations(name)));
        Assert.That(ends, Is.All.EqualTo((true, 1)));
        Assert.That(masakari.Cloud.CountCalls("unlock"), Is.Zero);
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(6)]
    public async Task Survives_a_death_while_it_takes_over(int seconds)
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await LeaveRunningAsync(masakari);
        await MoveAsOriginalAsync(masakari, Servers[..3]);
        await AddMoveAsync(masakari, notification, Servers[5], "pending");
        await masakari.Clock.RunAsync(TimeSpan.FromMinutes(2));

        await ReleaseAsync(masakari, notification);
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(seconds));
        await masakari.KillAndRestartAsync();
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(Servers);
        Assert.That((await masakari.VMovesAsync(notification)).Select(move => move.InstanceName), Is.EquivalentTo(Servers));
    }

    [Test]
    public async Task Ends_a_held_recovery_that_is_aborted()
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await LeaveRunningAsync(masakari);

        await masakari.Life.Get<EngineControl>().AbortAsync(notification, Alice, "done by hand", default);
        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        Assert.That((await masakari.FindAsync(notification)).Message, Is.EqualTo("Aborted by alice@ctl1: done by hand."));
        Assert.That(masakari.Cloud.CountCalls("evacuate"), Is.Zero);
    }

    private static Task ReleaseAsync(MasakariScenario masakari, Guid notification) =>
        masakari.Life.Get<HeldRecoveries>().ReleaseAsync([notification], Alice, "engines are off", default);

    private static int Changes(MasakariScenario masakari) =>
        masakari.Cloud.Calls.Count(call => call is { IsKeystone: false, Method: not "GET" });

    /// <summary>The host died, and a Python engine has put it on maintenance and begun its recovery.</summary>
    private static async Task<Guid> LeaveRunningAsync(MasakariScenario masakari, string status = "running")
    {
        var host = Guid.Parse((await masakari.GetAsync($"segments/{masakari.Segment}/hosts")).GetProperty("hosts").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "c1").GetProperty("uuid").GetString()!);
        var notification = Guid.NewGuid();
        masakari.Cloud.KillHost("c1");
        await masakari.Life.ExecuteAsync($$"""
            UPDATE hosts SET on_maintenance = 1 WHERE uuid = '{{host}}';
            INSERT INTO notifications (created_at, updated_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload,
                                       status)
            VALUES ('{{Now(masakari)}}', '{{Now(masakari)}}', 0, '{{notification}}', '{{Now(masakari)}}', '{{host}}', 'COMPUTE_HOST',
                    '{"event": "STOPPED", "host_status": "NORMAL", "cluster_status": "OFFLINE"}', '{{status}}')
            """);
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(1));
        return notification;
    }

    /// <summary>The original locks, evacuates, and is killed after that.</summary>
    private static async Task MoveAsOriginalAsync(MasakariScenario masakari, params string[] servers)
    {
        masakari.Cloud.ForceDown("c1");
        foreach (var id in servers.Select(name => masakari.Cloud.Server(name).Id))
        {
            await masakari.Life.Get<INovaChanges>().LockAsync(id, OpenPermit.Instance, default);
            await masakari.Life.Get<INovaChanges>().EvacuateAsync(id, target: null, OpenPermit.Instance, default);
        }
    }

    private static Task AddMoveAsync(MasakariScenario masakari, Guid notification, string server, string status) =>
        masakari.Life.ExecuteAsync($"""
            INSERT INTO vmoves (created_at, deleted, uuid, notification_uuid, instance_uuid, instance_name, source_host,
                                start_time, type, status)
            VALUES ('{Now(masakari)}', 0, '{Guid.NewGuid()}', '{notification}', '{masakari.Cloud.Server(server).Id}', '{server}', 'c1',
                    {(status == "pending" ? "NULL" : $"'{Now(masakari)}'")}, 'evacuation', '{status}')
            """);

    private static string Now(MasakariScenario masakari) => $"{masakari.Clock.GetUtcNow():yyyy-MM-dd HH:mm:ss}";
}
