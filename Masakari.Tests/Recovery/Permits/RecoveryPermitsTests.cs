using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Operator;
using Masakari.Core.Recovery.Permits;

namespace Masakari.Tests.Recovery.Permits;

internal sealed class RecoveryPermitsTests
{
    private const string Order = "Aborted by alice@ctl1: wrong host.";

    private RecoveryStage stage = null!;

    [SetUp]
    public async Task StartAsync() => stage = await RecoveryStage.StartAsync();

    [TearDown]
    public ValueTask EndAsync() => stage.DisposeAsync();

    [Test]
    public async Task Waits_for_nothing_without_an_order()
    {
        Assert.That(await stage.Permits.WaitAsync(stage.Claim, default), Is.EqualTo(Clearance.AtOnce));
    }

    [Test]
    public async Task Waits_for_the_end_of_a_pause_and_says_that_time_has_passed()
    {
        await stage.PauseAsync();
        var waiting = stage.Permits.WaitAsync(stage.Claim, default);
        await stage.AssertWaitsAsync(waiting);

        await stage.ResumeAsync();

        Assert.That(await stage.EndAsync(waiting), Is.EqualTo(Clearance.AfterPause));
    }

    [Test]
    public async Task An_abort_ends_the_wait_for_the_end_of_a_pause()
    {
        await stage.PauseAsync();
        var waiting = stage.Permits.WaitAsync(stage.Claim, default);
        await stage.AssertWaitsAsync(waiting);

        await stage.AbortAsync();

        Assert.That((await stage.EndAsync(waiting)).Abort, Is.EqualTo(Order));
        Assert.That(await stage.Permits.AbortOfAsync(stage.Claim, default), Is.EqualTo(Order));
    }

    [Test]
    public async Task Stops_an_owner_that_loses_its_claim_during_a_pause()
    {
        await stage.PauseAsync();
        var waiting = stage.Permits.WaitAsync(stage.Claim, default);
        await stage.AssertWaitsAsync(waiting);

        await stage.LoseClaimAsync();
        await stage.ResumeAsync();

        await Assert.ThrowsAsync<ClaimLostException>(() => stage.EndAsync(waiting));
    }

    [Test]
    public async Task Lets_an_owner_without_its_claim_send_nothing()
    {
        await stage.LoseClaimAsync();
        var change = new Change();

        await Assert.ThrowsAsync<ClaimLostException>(() => stage.Permits.SendUnlessPausedAsync(stage.Claim, change.SendAsync, default));
        await Assert.ThrowsAsync<ClaimLostException>(() => stage.Permits.SendAsync(stage.Claim, change.SendAsync, default));
        await Assert.ThrowsAsync<ClaimLostException>(() => stage.Permits.UndoAsync(stage.Claim, change.SendAsync, default));
        Assert.That(change.Tries, Is.Zero);
    }

    [Test]
    public async Task Stops_an_owner_that_loses_its_claim_while_the_request_gets_ready()
    {
        var change = new Change(stage.LoseClaimAsync);

        await Assert.ThrowsAsync<ClaimLostException>(() => stage.Permits.SendAsync(stage.Claim, change.SendAsync, default));
        Assert.That((change.Tries, change.Sent), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Sends_a_change()
    {
        var change = new Change();

        Assert.That(await stage.Permits.SendUnlessPausedAsync(stage.Claim, change.SendAsync, default), Is.EqualTo(ChangeEnd.Sent));
        Assert.That(await stage.Permits.SendAsync(stage.Claim, change.SendAsync, default), Is.EqualTo(ChangeEnd.Sent));
        Assert.That(change.Sent, Is.EqualTo(2));
    }

    [Test]
    public async Task Postpones_a_change_that_rests_on_a_look_from_before_a_pause()
    {
        await stage.PauseAsync();
        var change = new Change();
        var trying = stage.Permits.SendUnlessPausedAsync(stage.Claim, change.SendAsync, default);
        await stage.AssertWaitsAsync(trying);

        await stage.ResumeAsync();

        Assert.That(await stage.EndAsync(trying), Is.EqualTo(ChangeEnd.Postponed));
        Assert.That(change.Tries, Is.Zero);
    }

    [Test]
    public async Task Postpones_a_change_when_the_pause_comes_only_as_the_request_is_about_to_go()
    {
        var change = new Change(stage.PauseAsync);

        var end = await stage.Permits.SendUnlessPausedAsync(stage.Claim, change.SendAsync, default);

        Assert.That((end, change.Tries, change.Sent), Is.EqualTo((ChangeEnd.Postponed, 1, 0)));
    }

    [Test]
    public async Task Sends_no_change_after_an_abort()
    {
        await stage.AbortAsync();
        var change = new Change();

        Assert.That(await stage.Permits.SendUnlessPausedAsync(stage.Claim, change.SendAsync, default), Is.EqualTo(ChangeEnd.Aborted));
        Assert.That(await stage.Permits.SendAsync(stage.Claim, change.SendAsync, default), Is.EqualTo(ChangeEnd.Aborted));
        Assert.That(change.Tries, Is.Zero);
    }

    [Test]
    public async Task Sends_a_change_that_may_wait_when_the_pause_is_over()
    {
        await stage.PauseAsync();
        var change = new Change();
        var sending = stage.Permits.SendAsync(stage.Claim, change.SendAsync, default);
        await stage.AssertWaitsAsync(sending);

        await stage.ResumeAsync();

        Assert.That(await stage.EndAsync(sending), Is.EqualTo(ChangeEnd.Sent));
        Assert.That((change.Tries, change.Sent), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Tries_again_after_a_pause_that_came_as_the_request_was_about_to_go()
    {
        var change = new Change(stage.PauseAsync);
        var sending = stage.Permits.SendAsync(stage.Claim, change.SendAsync, default);
        await stage.AssertWaitsAsync(sending);

        await stage.ResumeAsync();

        Assert.That(await stage.EndAsync(sending), Is.EqualTo(ChangeEnd.Sent));
        Assert.That((change.Tries, change.Sent), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task Gives_up_a_change_that_waits_for_the_end_of_a_pause_when_an_abort_comes()
    {
        await stage.PauseAsync();
        var change = new Change();
        var sending = stage.Permits.SendAsync(stage.Claim, change.SendAsync, default);
        await stage.AssertWaitsAsync(sending);

        await stage.AbortAsync();

        Assert.That(await stage.EndAsync(sending), Is.EqualTo(ChangeEnd.Aborted));
        Assert.That(change.Tries, Is.Zero);
    }

    [Test]
    public async Task Gives_up_a_change_when_the_abort_comes_only_as_the_request_is_about_to_go()
    {
        var change = new Change(stage.AbortAsync);

        var end = await stage.Permits.SendAsync(stage.Claim, change.SendAsync, default);

        Assert.That((end, change.Tries, change.Sent), Is.EqualTo((ChangeEnd.Aborted, 1, 0)));
    }

    [Test]
    public async Task Waits_with_an_unlock_for_the_end_of_a_pause()
    {
        var unlock = new Change(stage.PauseAsync);
        var unlocking = stage.Permits.UndoAsync(stage.Claim, unlock.SendAsync, default);
        await stage.AssertWaitsAsync(unlocking);

        await stage.ResumeAsync();
        await stage.EndAsync(unlocking);

        Assert.That((unlock.Tries, unlock.Sent), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task Unlocks_in_spite_of_a_pause_when_an_abort_comes()
    {
        await stage.PauseAsync();
        var unlock = new Change();
        var unlocking = stage.Permits.UndoAsync(stage.Claim, unlock.SendAsync, default);
        await stage.AssertWaitsAsync(unlocking);

        await stage.AbortAsync();
        await stage.EndAsync(unlocking);

        Assert.That(unlock.Sent, Is.EqualTo(1));
    }
}
