using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.HostFailure;
using static Masakari.Tests.Recovery.HostFailure.MoveViews;

namespace Masakari.Tests.Recovery.HostFailure;

/// <summary>The rules after the evacuate call: how the move ends, and in which state the instance is left.</summary>
public sealed class MoveRulesOfLandingTests
{
    /// <summary>What is done with an instance that landed in a state, by the state it had when its host died.</summary>
    [TestCase("active", 1, "active", "end")]
    [TestCase("active", 1, "stopped", "end")]
    [TestCase("active", 4, "stopped", "start")]     // had stopped without a user
    [TestCase("stopped", 4, "stopped", "end")]
    [TestCase("stopped", 4, "active", "stop")]
    [TestCase("error", 0, "error", "end")]
    [TestCase("error", 0, "active", "stop")]        // to be stopped first, then set to error
    [TestCase("error", 0, "stopped", "set error")]
    [TestCase("resized", 1, "active", "end")]
    [TestCase("resized", 4, "active", "stop")]
    [TestCase("resized", 4, "stopped", "end")]
    [TestCase("paused", 3, "active", "stop")]
    [TestCase("suspended", 7, "active", "stop")]
    [TestCase("rescued", 1, "active", "stop")]
    [TestCase("building", 0, "active", "stop")]
    [TestCase("shelved", 4, "stopped", "end")]
    public void Leaves_a_landed_instance_in_the_state_that_it_shall_have(string original, int power, string landedIn, string step)
    {
        var landed = Landed(landedIn);

        var next = Watched(View.Was(original, power), landed);

        Assert.That(next, Is.EqualTo(step switch
        {
            "stop" => new MoveStep.Stop(landed),
            "start" => new MoveStep.Start(landed),
            "set error" => new MoveStep.SetState(landed, "error"),
            _ => (MoveStep)MoveStep.End.Landed("c2"),
        }));
    }

    [TestCase("active")]
    [TestCase("stopped")]
    [TestCase("paused")]
    public void Fails_when_the_instance_is_in_error_on_its_new_host(string original)
    {
        var end = Watched(View.Was(original), Landed("error"));

        Assert.That(end, Is.EqualTo(MoveStep.End.Failed("The instance is on c2, but in error state.", "c2")));
    }

    [Test]
    public void Tells_novas_fault_of_an_instance_in_error_on_its_new_host()
    {
        var landed = Landed("error") with { Fault = new ServerFault("Build of instance aborted", DateTimeOffset.UnixEpoch) };

        var end = Watched(View, landed);

        Assert.That(end, Is.EqualTo(MoveStep.End.Failed(
            "The instance is on c2, but in error state. Nova's fault: Build of instance aborted", "c2")));
    }

    [Test]
    public void Fails_for_an_instance_in_error_on_another_host_whoever_moved_it()
    {
        var end = MoveRules.Next(MoveState.Seen, View.On("c2").Showing("error"));

        Assert.That(end, Is.EqualTo(MoveStep.End.Failed("The instance is on c2, but in error state.", "c2")));
    }

    /// <summary>Our reset to error reached Nova late: after the evacuation.</summary>
    [Test]
    public void Makes_an_instance_active_again_that_our_own_reset_put_in_error()
    {
        var landed = Landed("error");

        Assert.That(Watched(View.ResetByUs(), landed), Is.EqualTo(new MoveStep.SetState(landed, "active")));
        Assert.That(Watched(View.Was("paused", 3).ResetByUs(), landed), Is.EqualTo(new MoveStep.Stop(landed)));
    }

    [Test]
    public void Takes_an_instance_that_was_in_error_and_still_is_for_landed()
    {
        Assert.That(Watched(View.Was("error", 0).ResetByUs(), Landed("error")), Is.EqualTo(MoveStep.End.Landed("c2")));
    }

    [Test]
    public void Fails_when_the_evacuation_did_not_end_in_time()
    {
        var end = MoveRules.Next(MoveState.Watched, View with { Landing = null });

        Assert.That(end, Is.EqualTo(MoveStep.End.Failed(
            "The evacuation did not end within 90 s (timeout, see wait_period_after_evacuation).")));
    }

    [Test]
    public void Says_that_the_source_was_back_when_it_ended_the_record_of_an_evacuation_that_did_not_land()
    {
        var view = View with { LastPolled = new InstanceView { Server = Vm, Evacuations = [Record(6, "completed") with { DestHost = "c2" }] } };

        var end = (MoveStep.End)MoveRules.Next(MoveState.Watched, view with { WatchAbove = 5 });
        Assert.That(end.Message, Does.EndWith(
            "Host c1 was back for a moment and marked the evacuation (migration 6) as completed, but the instance is not on c2 yet. "
            + "Make sure that it does not run there, then report c1 again."));

        var older = (MoveStep.End)MoveRules.Next(MoveState.Watched, view with { WatchAbove = 6 });
        Assert.That(older.Message, Does.Not.Contain("was back"));
    }

    [Test]
    public void Tells_novas_fault_when_the_evacuation_did_not_end_in_time()
    {
        var polled = Vm with { VmState = "error", TaskState = "rebuild_spawning", Fault = new ServerFault("Barbican answered 403", null) };
        var view = View with { LastPolled = new InstanceView { Server = polled, Evacuations = [] } };

        var end = (MoveStep.End)MoveRules.Next(MoveState.Watched, view);

        Assert.That(end.Message, Does.EndWith("Nova's fault: Barbican answered 403"));
    }

    [Test]
    public void Fails_with_the_reason_of_a_failed_evacuation()
    {
        const string Why = "Nova ended the evacuation (migration 7) as 'error'.";

        var end = MoveRules.Next(MoveState.Watched, View with { Landing = new Landing(null, Why) });

        Assert.That(end, Is.EqualTo(MoveStep.End.Failed(Why)));
    }

    [Test]
    public void Ignores_an_instance_that_vanished_while_it_was_evacuated()
    {
        Assert.That(MoveRules.Next(MoveState.Watched, View with { Landing = Landing.Gone }), Is.EqualTo(MoveStep.End.Gone));
    }

    [Test]
    public void Fails_when_the_instance_did_not_stop_in_time()
    {
        var end = Stopped(View.Was("stopped", 4).On("c2"), hasStopped: false);

        Assert.That(end, Is.EqualTo(MoveStep.End.Failed("The instance moved to c2, but did not stop within 180 s.", "c2")));
    }

    [TestCase("stopped", 4)]
    [TestCase("paused", 3)]
    [TestCase("resized", 4)]
    public void Has_landed_when_the_instance_has_stopped(string original, int power)
    {
        Assert.That(Stopped(View.Was(original, power).On("c2"), hasStopped: true), Is.EqualTo(MoveStep.End.Landed("c2")));
    }

    [Test]
    public void Puts_an_instance_that_was_in_error_back_in_error_when_it_has_stopped()
    {
        var view = View.Was("error", 0).On("c2");

        Assert.That(Stopped(view, hasStopped: true), Is.EqualTo(new MoveStep.SetState(view.Server!, "error")));
    }

    [Test]
    public void Has_landed_when_the_state_is_set([Values("error", "active")] string original)
    {
        Assert.That(MoveRules.Next(MoveState.Settled, View.Was(original).On("c2")), Is.EqualTo(MoveStep.End.Landed("c2")));
    }

    private static Server Landed(string vmState) => Vm with { Host = "c2", VmState = vmState };

    private static MoveStep Watched(MoveView view, Server landed) =>
        MoveRules.Next(MoveState.Watched, view with { Landing = new Landing(landed, null) });

    private static MoveStep Stopped(MoveView view, bool hasStopped) =>
        MoveRules.Next(MoveState.Stopped, view with { HasStopped = hasStopped });
}
