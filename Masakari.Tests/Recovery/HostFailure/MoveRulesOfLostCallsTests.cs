using Masakari.Core.Recovery.HostFailure;
using static Masakari.Tests.Recovery.HostFailure.MoveViews;

namespace Masakari.Tests.Recovery.HostFailure;

/// <summary>The rules about an evacuate call of a former life that may still be on its way to Nova.</summary>
internal sealed class MoveRulesOfLostCallsTests
{
    [TestCase(0, 67)]      // 2 s from the intent to the call, 60 s for the call, 5 s for the clocks of two database nodes
    [TestCase(66.9, 0.1)]
    public void Waits_for_a_call_of_a_former_life_that_may_still_arrive(double ago, double limit)
    {
        Assert.That(Seen(View.IntentAge(ago)), Is.EqualTo(new MoveStep.WaitOut(TimeSpan.FromSeconds(limit))));
    }

    [TestCase(67)]
    [TestCase(67.1)]
    public void Does_not_wait_for_a_call_that_cannot_arrive_any_more(double ago)
    {
        Assert.That(Seen(View.IntentAge(ago)), Is.EqualTo(new MoveStep.MakeReady(Lock: true, Reset: false)));
    }

    [Test]
    public void Waits_once()
    {
        Assert.That(Seen(View.IntentAge(0) with { WaitedOut = true }), Is.EqualTo(new MoveStep.MakeReady(Lock: true, Reset: false)));
    }

    [Test]
    public void Waits_for_a_lost_call_though_nova_shows_a_record_from_before_it()
    {
        Assert.That(Seen(View.IntentAge(0).With(Record(5, "failed"))), Is.EqualTo(new MoveStep.WaitOut(TimeSpan.FromSeconds(67))));
    }

    [Test]
    public void Does_not_wait_for_a_call_that_nova_has_heard()
    {
        Assert.That(Seen(View.IntentAge(0).With(Record(6, "accepted"))), Is.EqualTo(new MoveStep.Follow()));
        Assert.That(Seen(View.IntentAge(0).With(Record(6, "error"))), Is.EqualTo(new MoveStep.MakeReady(Lock: true, Reset: false)));
    }

    /// <summary>A promoted replica lacked the last writes: the record belongs to an earlier call than the lost one.</summary>
    [Test]
    public void Waits_for_a_call_that_the_journal_may_lack_though_nova_shows_an_earlier_one()
    {
        var view = View.IntentAge(0) with { Journal = View.Journal with { IntentAge = TimeSpan.Zero, IsDoubted = true } };

        Assert.That(Seen(view.With(Record(6, "failed"))), Is.EqualTo(new MoveStep.WaitOut(TimeSpan.FromSeconds(67))));
        Assert.That(view.With(Record(6, "failed")).HeardAbove, Is.EqualTo(6));
        Assert.That(Seen(view.With(Record(6, "failed"), Record(7, "accepted"))), Is.EqualTo(new MoveStep.Follow()));
    }

    [Test]
    public void Waits_for_a_lost_call_before_it_trusts_any_other_sign()
    {
        var wait = new MoveStep.WaitOut(TimeSpan.FromSeconds(67));

        Assert.That(Seen(View.IntentAge(0).Showing("active", "deleting")), Is.EqualTo(wait), "being deleted");
        Assert.That(Seen(View.IntentAge(0).On("c2")), Is.EqualTo(wait), "on another host");
        Assert.That(Seen(View.IntentAge(0).On(null)), Is.EqualTo(wait), "without a host");
    }

    private static MoveStep Seen(MoveView view) => MoveRules.Next(MoveState.Seen, view);
}
