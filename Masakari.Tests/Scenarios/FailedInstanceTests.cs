using Masakari.Core.Notifications;
using Masakari.Core.VMoves;
using Masakari.Host.Sandbox;

namespace Masakari.Tests.Scenarios;

/// <summary>Instances whose first evacuation attempt fails.</summary>
public sealed class FailedInstanceTests
{
    /// <summary>A later success of an instance clears its failure of an earlier attempt.</summary>
    [Test]
    public async Task Ends_finished_when_a_refused_evacuate_works_on_retry()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1", "vm2");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Server = "vm1", Times = 1, Effect = new FaultEffect.Status(400) });

        var notification = await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce("vm1", "vm2");
        var moves = await masakari.VMovesAsync(notification);
        Assert.That(moves.Select(move => move.InstanceName), Is.EquivalentTo((string[])["vm1", "vm2"]), "one vmove for each instance");
        Assert.That(moves.Select(move => (move.Status, move.Message)), Is.All.EqualTo((VMoveStatus.Succeeded, (string?)null)));
    }

    [TestCase("ClaimFails")]
    [TestCase("BuildFails")]
    public async Task Asks_again_when_nova_itself_gave_up(string outcome)
    {
        await using var masakari = await SmallCloud.StartAsync("vm1", "vm2");
        masakari.Cloud.PlanEvacuation("vm1", Enum.Parse<EvacuationOutcome>(outcome));

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        var moved = masakari.Cloud.Server("vm1");
        Assert.That(masakari.Cloud.Evacuations("vm1"), Is.EqualTo(2));
        Assert.That((moved.Host != "c1", moved.VmState, moved.IsLocked), Is.EqualTo((true, "active", false)));
    }

    [Test]
    public async Task Leaves_a_stopped_instance_stopped_also_when_its_first_evacuation_failed()
    {
        await using var masakari = await SmallCloud.StartAsync(cloud => cloud.AddServer("c1", "vm1", "stopped"));
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails);

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        Assert.That(masakari.Cloud.Server("vm1").VmState, Is.EqualTo("stopped"));
    }

    /// <summary>An instance that Nova no longer knows is ignored; the recovery still succeeds.</summary>
    [TestCase(0)]
    [TestCase(2)]
    public async Task Ignores_an_instance_that_its_owner_deletes_meanwhile(int secondsAfterTheFirstEvacuate)
    {
        await using var masakari = await SmallCloud.StartWithAsync(SmallCloud.Quick + "host_failure_recovery_threads = 1", null, "vm1", "vm2");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("evacuate") > 0);
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(secondsAfterTheFirstEvacuate));

        masakari.Cloud.DeleteServer("vm1");
        masakari.Cloud.DeleteServer("vm2");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        Assert.That((await masakari.VMovesAsync(notification)).Select(move => move.Status), Is.All.EqualTo(VMoveStatus.Ignored));
        Assert.That(masakari.Cloud.CallsOf("evacuate").Select(call => call.Server), Is.EqualTo((string[])["vm1"]));
    }

    /// <summary>After its time limit the instance is unlocked; the open evacuation in Nova is still watched.</summary>
    [Test]
    public async Task Gives_up_an_evacuation_that_never_ends_without_asking_twice()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1", "vm2");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.NeverEnds);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(notification, NotificationStatus.Error);

        var (asked, move) = (masakari.Cloud.CallsOf("evacuate")[0].At, (await masakari.VMovesAsync(notification)).Single(move => move.InstanceName == "vm1"));
        Assert.That((masakari.Clock.GetUtcNow() - asked).TotalSeconds, Is.InRange(89, 93), "wait_period_after_evacuation");
        Assert.That((move.Status, masakari.Cloud.Server("vm1").IsLocked), Is.EqualTo((VMoveStatus.Failed, false)));
        Assert.That(move.Message, Does.Contain("90 s"));
        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        masakari.Cloud.AssertMovedOnce("vm2");
        Assert.That((masakari.Cloud.Evacuations("vm1"), masakari.Cloud.Server("vm1").IsLocked), Is.EqualTo((1, false)));
    }

    [Test]
    public async Task Follows_a_slow_evacuation_into_the_retry()
    {
        await using var masakari = await SmallCloud.StartWithAsync(SmallCloud.Quick, new() { EvacuationTime = TimeSpan.FromSeconds(200), EvacuationSpread = 0 }, "vm1");

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce("vm1");
        Assert.That(masakari.Cloud.CountCalls("evacuate"), Is.EqualTo(1));
    }

    /// <summary>An instance whose first read or lock fails also counts as failed.</summary>
    [Test]
    public async Task Does_not_forget_an_instance_that_could_not_be_locked()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1", "vm2");
        masakari.Cloud.Fail(new FaultRule { Action = "lock", Server = "vm1", Times = 1, Effect = new FaultEffect.Status(500) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(notification, NotificationStatus.Error);

        Assert.That(masakari.Cloud.Evacuations("vm1"), Is.Zero);
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce("vm1", "vm2");
    }
}
