using Masakari.Core.OpenStack;
using Masakari.Core.Recovery.HostFailure;
using Masakari.Core.VMoves;
using static Masakari.Tests.Recovery.HostFailure.MoveViews;

namespace Masakari.Tests.Recovery.HostFailure;

/// <summary>The rules up to the evacuate call, and the states that have one answer.</summary>
internal sealed class MoveRulesTests
{
    [Test]
    public void Has_a_rule_for_every_state([Values] MoveState state)
    {
        var view = View with
        {
            Landing = new Landing(Vm with { Host = "c2" }, null), Abort = "Aborted by alice@ctl1.", Rejection = Rejection(400, "Bad request."),
        };

        Assert.That(() => MoveRules.Next(state, view), Is.Not.Null);
    }

    [Test]
    public void Refuses_a_state_that_has_no_rule()
    {
        Assert.That(() => MoveRules.Next((MoveState)99, View), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Looks_again_after_a_pause()
    {
        Assert.That(MoveRules.Next(MoveState.Postponed, View), Is.EqualTo(new MoveStep.Look()));
    }

    [Test]
    public void Ignores_an_instance_that_is_gone()
    {
        Assert.That(Seen(View with { Server = null }), Is.EqualTo(MoveStep.End.Gone));
    }

    [TestCase("active", "deleting")]
    [TestCase("active", "soft-deleting")]
    [TestCase("deleted", null)]
    [TestCase("soft-delete", null)]
    public void Ignores_an_instance_that_its_owner_deletes(string vmState, string? taskState)
    {
        Assert.That(Seen(View.Showing(vmState, taskState)), Is.EqualTo(MoveStep.End.Gone));
    }

    [Test]
    public void Fails_when_nova_shows_no_host()
    {
        Assert.That(Seen(View.On(null)), Is.EqualTo(MoveStep.End.Failed("Nova shows no host for the instance.")));
    }

    [Test]
    public void Leaves_the_state_of_an_instance_that_somebody_moved_by_hand([Values("active", "stopped", "paused")] string vmState)
    {
        Assert.That(Seen(View.Was("stopped").On("c2").Showing(vmState)), Is.EqualTo(MoveStep.End.Landed("c2")));
    }

    [Test]
    public void Settles_an_instance_that_a_former_life_moved()
    {
        var view = View.Was("stopped", powerState: 4).IntentAge(600).On("c2");

        Assert.That(Seen(view), Is.EqualTo(new MoveStep.Stop(view.Server!)));
    }

    [Test]
    public void Settles_an_instance_that_left_the_host_after_a_former_life_had_reset_its_state()
    {
        var view = View.Was("paused", powerState: 3).ResetByUs().On("c2");

        Assert.That(Seen(view), Is.EqualTo(new MoveStep.Stop(view.Server!)));
    }

    [TestCase("accepted")]
    [TestCase("pre-migrating")]
    public void Follows_an_evacuation_that_is_under_way(string status)
    {
        Assert.That(Seen(View.With(Record(3, "done"), Record(6, status))), Is.EqualTo(new MoveStep.Follow()));
    }

    [TestCase("done")]
    [TestCase("completed")]
    public void Sends_no_second_evacuation_when_the_source_was_back_and_ended_the_record_of_the_first(string status)
    {
        Assert.That(Seen(View.With(Record(6, status))), Is.EqualTo(new MoveStep.Follow()));
        Assert.That(Seen(View.IntentAge(600).With(Record(6, status)).Showing("error")), Is.EqualTo(new MoveStep.Follow()));
    }

    [Test]
    public void Begins_anew_after_an_evacuation_from_before_the_plan([Values("done", "completed", "failed")] string status)
    {
        Assert.That(Seen(View.With(Record(5, status))), Is.EqualTo(new MoveStep.MakeReady(Lock: true, Reset: false)));
    }

    [TestCase("failed")]
    [TestCase("error")]
    [TestCase("cancelled")]
    public void Begins_anew_after_an_evacuation_that_has_ended(string status)
    {
        Assert.That(Seen(View.With(Record(6, status))), Is.EqualTo(new MoveStep.MakeReady(Lock: true, Reset: false)));
    }

    [TestCase(false, false, true)]
    [TestCase(true, false, false)]    // locked by its owner: the lock is not ours, and stays
    [TestCase(true, true, false)]
    [TestCase(false, true, true)]     // our lock may never have reached Nova
    public void Locks_an_instance_that_nova_does_not_show_locked(bool locked, bool byUs, bool lockIt)
    {
        var view = View with { Server = Vm with { Locked = locked }, Journal = Journal with { LockedByUs = byUs } };

        Assert.That(Seen(view), Is.EqualTo(new MoveStep.MakeReady(lockIt, Reset: false)));
    }

    [TestCase("active", null, false)]
    [TestCase("stopped", null, false)]
    [TestCase("error", null, false)]
    [TestCase("active", "rebooting", false)]
    [TestCase("paused", null, true)]
    [TestCase("resized", null, true)]
    [TestCase("shelved", null, true)]
    public void Resets_a_state_from_which_nova_does_not_evacuate(string vmState, string? taskState, bool reset)
    {
        Assert.That(Seen(View.Showing(vmState, taskState)), Is.EqualTo(new MoveStep.MakeReady(Lock: true, reset)));
    }

    [Test]
    public void Resets_a_task_after_nova_has_rejected_the_call_because_of_it()
    {
        var rejected = View.Showing("active", "rebooting") with { StateWasRejected = true };

        Assert.That(Seen(rejected), Is.EqualTo(new MoveStep.MakeReady(Lock: true, Reset: true)));
        Assert.That(Seen(rejected.Showing("active")), Is.EqualTo(new MoveStep.MakeReady(Lock: true, Reset: false)), "the task is over");
    }

    [Test]
    public void Checks_the_records_before_it_asks()
    {
        Assert.That(MoveRules.Next(MoveState.Ready, View), Is.EqualTo(new MoveStep.Check()));
    }

    [TestCase(409, "Operation 'evacuate' not supported for vTPM-enabled instance (x).", true)]
    [TestCase(409, "Feature not supported with instances that have shares.", true)]
    [TestCase(400, "Feature not supported with Ports that have accelerators.", true)]
    [TestCase(400, "Compute service of c1 is still in use.", false)]
    [TestCase(409, "Not for ever.", false)]
    [TestCase(403, "This is not supported for you.", false)]
    public void Gives_an_instance_up_that_nova_never_evacuates(int status, string said, bool forGood)
    {
        var rejection = Rejection(status, said);

        var end = MoveRules.Next(MoveState.Rejected, View with { Rejection = rejection });

        Assert.That(end, Is.EqualTo(MoveStep.End.Failed(rejection.Message) with { GivenUp = forGood }));
    }

    [TestCase("Cannot 'evacuate' instance x while it is in task_state rebooting")]
    [TestCase("Cannot 'evacuate' instance x while it is in vm_state paused")]
    public void Looks_again_when_the_state_was_in_the_way_and_fails_the_second_time(string said)
    {
        var view = View with { Rejection = Rejection(409, said) };

        Assert.That(MoveRules.Next(MoveState.Rejected, view), Is.EqualTo(new MoveStep.Look(StateWasRejected: true)));
        Assert.That(
            MoveRules.Next(MoveState.Rejected, view with { StateWasRejected = true }),
            Is.EqualTo(MoveStep.End.Failed(view.Rejection.Message)));
    }

    [Test]
    public void Asks_with_the_number_of_novas_newest_record()
    {
        Assert.That(MoveRules.Next(MoveState.Checked, View), Is.EqualTo(new MoveStep.Evacuate(NewestRecord: 0)));
        Assert.That(
            MoveRules.Next(MoveState.Checked, View.With(Record(4, "done"), Record(9, "failed"), Record(2, "done"))),
            Is.EqualTo(new MoveStep.Evacuate(NewestRecord: 9)));
    }

    [Test]
    public void Watches_an_evacuation_that_nova_has_accepted()
    {
        Assert.That(MoveRules.Next(MoveState.Accepted, View), Is.EqualTo(new MoveStep.Watch()));
    }

    [Test]
    public void Ends_an_aborted_move_with_the_words_of_the_order()
    {
        var end = MoveRules.Next(MoveState.Aborted, View with { Abort = "Aborted by alice@ctl1: wrong host." });

        Assert.That(end, Is.EqualTo(new MoveStep.End(VMoveStatus.Failed, null, "Aborted by alice@ctl1: wrong host.")));
    }

    [Test]
    public void Names_the_new_host_of_an_aborted_move_that_has_landed()
    {
        var end = MoveRules.Next(MoveState.Aborted, View.On("c2") with { Abort = "Aborted by alice@ctl1." });

        Assert.That(end, Is.EqualTo(new MoveStep.End(VMoveStatus.Failed, "c2", "Aborted by alice@ctl1.")));
    }

    private static OpenStackException Rejection(int status, string said) => new(
        status == 409 ? FailureKind.Conflict : FailureKind.Refused, $"Nova: evacuate: {status} {said}", status) { Said = said };

    private static MoveStep Seen(MoveView view) => MoveRules.Next(MoveState.Seen, view);
}
