using Masakari.Core.Recovery.HostFailure;
using Masakari.Core.VMoves;
using static Masakari.Tests.Recovery.HostFailure.MoveViews;

namespace Masakari.Tests.Recovery.HostFailure;

/// <summary>The rules about an instance that somebody rebuilds, or that was migrating when its host died.</summary>
internal sealed class MoveRulesOfOthersDoingsTests
{
    [TestCase("rebuilding")]
    [TestCase("rebuild_block_device_mapping")]
    [TestCase("rebuild_spawning")]
    public void Touches_no_instance_that_somebody_rebuilds(string task)
    {
        var view = View.Showing("active", task) with { StateWasRejected = true };

        Assert.That(Seen(view), Is.EqualTo(new MoveStep.AwaitRebuild()));
        Assert.That(Seen(view.With(Record(6, "accepted"))), Is.EqualTo(new MoveStep.Follow()));
        var end = (MoveStep.End)Seen(view with { WaitedForRebuild = true });
        Assert.That((end.Status, end.GivenUp), Is.EqualTo((VMoveStatus.Failed, false)));
        Assert.That(end.Message, Does.Contain(task).And.Contain("openstack server set --state error"));
    }

    [Test]
    public void Follows_a_rebuild_without_a_record_after_a_call_of_its_own()
    {
        var view = View.Showing("active", "rebuilding").IntentAge(600);

        Assert.That(Seen(view), Is.EqualTo(new MoveStep.Follow()));
    }

    [Test]
    public void Does_not_follow_an_evacuation_of_its_own_that_has_failed_and_left_the_task()
    {
        var view = View.Showing("error", "rebuilding").IntentAge(600).With(Record(6, "failed"));

        Assert.That(Seen(view), Is.EqualTo(new MoveStep.AwaitRebuild()));
        Assert.That(((MoveStep.End)Seen(view with { WaitedForRebuild = true })).Trouble, Is.EqualTo(MoveTrouble.Own));
    }

    [Test]
    public void Leaves_a_live_migration_to_the_operator()
    {
        var end = (MoveStep.End)Seen(View.Migrating(id: 7));

        Assert.That((end.Status, end.GivenUp, end.LiveMigration, end.Destination), Is.EqualTo((VMoveStatus.Failed, true, 7L, (string?)null)));
        Assert.That(end.Message, Does.Contain("c4"));
    }

    [TestCase(7, true)]
    [TestCase(8, false)]
    public void Moves_an_instance_whose_live_migration_an_earlier_report_has_named(long id, bool moves)
    {
        var view = View.Migrating(id) with { Journal = Journal with { LiveMigrationReported = 7 } };

        Assert.That(Seen(view) is MoveStep.MakeReady, Is.EqualTo(moves));
    }

    private static MoveStep Seen(MoveView view) => MoveRules.Next(MoveState.Seen, view);
}
