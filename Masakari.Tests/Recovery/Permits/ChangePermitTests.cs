using Masakari.Core.Recovery.Operator;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Liveness;
using Masakari.Core.Recovery.Permits;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Recovery.Permits;

internal sealed class ChangePermitTests
{
    private RecoveryStage stage = null!;

    [SetUp]
    public async Task StartAsync() => stage = await RecoveryStage.StartAsync();

    [TearDown]
    public ValueTask EndAsync() => stage.DisposeAsync();

    [Test]
    public void Says_that_it_was_not_asked()
    {
        Assert.That(ForChange().Answer, Is.EqualTo(PermitAnswer.NotAsked));
    }

    [Test]
    public async Task Lets_a_change_go()
    {
        Assert.That(await AskAsync(ForChange()), Is.EqualTo((true, PermitAnswer.Go)));
        Assert.That(await AskAsync(ForIntent(isFresh: true)), Is.EqualTo((true, PermitAnswer.Go)));
        Assert.That(await AskAsync(ForUndo()), Is.EqualTo((true, PermitAnswer.Go)));
    }

    [Test]
    public async Task Lets_nothing_go_during_a_pause()
    {
        await stage.PauseAsync();

        Assert.That(await AskAsync(ForChange()), Is.EqualTo((false, PermitAnswer.Paused)));
        Assert.That(await AskAsync(ForIntent(isFresh: true)), Is.EqualTo((false, PermitAnswer.Paused)));
        Assert.That(await AskAsync(ForUndo()), Is.EqualTo((false, PermitAnswer.Paused)));
    }

    [Test]
    public async Task Lets_only_an_unlock_go_after_an_abort()
    {
        await stage.AbortAsync();

        Assert.That(await AskAsync(ForChange()), Is.EqualTo((false, PermitAnswer.Aborted)));
        Assert.That(await AskAsync(ForIntent(isFresh: true)), Is.EqualTo((false, PermitAnswer.Aborted)));
        Assert.That(await AskAsync(ForUndo()), Is.EqualTo((true, PermitAnswer.Go)));
    }

    [Test]
    public async Task Lets_an_unlock_go_after_an_abort_even_during_a_pause()
    {
        await stage.PauseAsync();
        await stage.AbortAsync();

        Assert.That(await AskAsync(ForChange()), Is.EqualTo((false, PermitAnswer.Aborted)));
        Assert.That(await AskAsync(ForUndo()), Is.EqualTo((true, PermitAnswer.Go)));
    }

    [Test]
    public async Task Goes_again_after_the_pause()
    {
        var permit = ForChange();
        await stage.PauseAsync();
        var during = await AskAsync(permit);
        await stage.ResumeAsync();

        var after = await AskAsync(permit);

        Assert.That((during.Answer, after.Answer), Is.EqualTo((PermitAnswer.Paused, PermitAnswer.Go)));
    }

    [Test]
    public async Task Stops_an_intent_that_has_grown_old()
    {
        var began = stage.Clock.GetTimestamp();
        var permit = ChangePermit.ForIntent(
            stage.Claim, stage.Orders, () => stage.Clock.GetElapsedTime(began) <= TimeSpan.FromSeconds(2));

        stage.Clock.Advance(TimeSpan.FromSeconds(2));
        var young = await AskAsync(permit);
        stage.Clock.Advance(TimeSpan.FromSeconds(0.1));
        var old = await AskAsync(permit);

        Assert.That((young, old), Is.EqualTo(((true, PermitAnswer.Go), (false, PermitAnswer.Stale))));
    }

    [Test]
    public async Task Names_the_order_and_not_the_age_when_both_stop_an_intent()
    {
        await stage.PauseAsync();
        var paused = await AskAsync(ForIntent(isFresh: false));
        await stage.AbortAsync();
        var aborted = await AskAsync(ForIntent(isFresh: false));

        Assert.That((paused.Answer, aborted.Answer), Is.EqualTo((PermitAnswer.Paused, PermitAnswer.Aborted)));
    }

    [Test]
    public async Task Stops_every_change_of_an_owner_that_has_lost_its_claim()
    {
        await stage.LoseClaimAsync();
        await stage.AbortAsync();

        Assert.That(await AskAsync(ForChange()), Is.EqualTo((false, PermitAnswer.ClaimLost)));
        Assert.That(await AskAsync(ForIntent(isFresh: true)), Is.EqualTo((false, PermitAnswer.ClaimLost)));
        Assert.That(await AskAsync(ForUndo()), Is.EqualTo((false, PermitAnswer.ClaimLost)));
    }

    [Test]
    public async Task Lets_a_change_go_while_another_notification_is_aborted()
    {
        await stage.AbortAsync(await stage.AddNotificationAsync());

        Assert.That(await AskAsync(ForChange()), Is.EqualTo((true, PermitAnswer.Go)));
    }

    [Test]
    public async Task Lets_a_change_of_the_sweep_go_only_without_a_pause_and_on_fresh_rows()
    {
        var (fresh, old) = (stage.Permits.ForSweep(() => true), stage.Permits.ForSweep(() => false));

        Assert.That((await fresh.MayGoAsync(default), await old.MayGoAsync(default)), Is.EqualTo((true, false)));
        await stage.PauseAsync();
        Assert.That(await fresh.MayGoAsync(default), Is.False);
        await stage.ResumeAsync();
        Assert.That(await fresh.MayGoAsync(default), Is.True);
    }

    /// <summary>The look at the orders takes as long as the database.</summary>
    [Test]
    public async Task Stops_an_intent_that_grows_old_while_the_orders_are_read()
    {
        var began = stage.Clock.GetTimestamp();
        using var slow = OrdersThatTake(() => stage.Clock.Advance(TimeSpan.FromSeconds(3)));
        var permit = ChangePermit.ForIntent(stage.Claim, slow, () => stage.Clock.GetElapsedTime(began) <= TimeSpan.FromSeconds(2));

        Assert.That(await AskAsync(permit), Is.EqualTo((false, PermitAnswer.Stale)));
    }

    [Test]
    public async Task Stops_an_owner_that_loses_its_claim_while_the_orders_are_read()
    {
        var lease = new Lease(TimeSpan.FromSeconds(15), stage.Clock.GetTimestamp(), stage.Clock);
        using var pulse = new Pulses(stage.Clock).Start("the recovery", Timeout.InfiniteTimeSpan);
        await using var claim = new ClaimSet(stage.Store("one"), stage.Claim.Key, lease, pulse, stage.Clock);
        using var slow = OrdersThatTake(lease.Lose);

        Assert.That(await AskAsync(ChangePermit.ForChange(claim, slow)), Is.EqualTo((false, PermitAnswer.ClaimLost)));
        Assert.That(await AskAsync(ChangePermit.ForUndo(claim, slow)), Is.EqualTo((false, PermitAnswer.ClaimLost)));
    }

    private OperatorOrders OrdersThatTake(Action happens)
    {
        var once = happens;
        return stage.OrdersBy(new WatchedClock(stage.Clock, () => Interlocked.Exchange(ref once, () => { })()));
    }

    private ChangePermit ForChange() => ChangePermit.ForChange(stage.Claim, stage.Orders);

    private ChangePermit ForIntent(bool isFresh) => ChangePermit.ForIntent(stage.Claim, stage.Orders, () => isFresh);

    private ChangePermit ForUndo() => ChangePermit.ForUndo(stage.Claim, stage.Orders);

    private static async Task<(bool Goes, PermitAnswer Answer)> AskAsync(ChangePermit permit) =>
        (await permit.MayGoAsync(default), permit.Answer);
}
