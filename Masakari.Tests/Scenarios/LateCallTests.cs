using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Operator;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>A login between the decision to call Nova and the call may take long, and the call itself may arrive late.</summary>
public sealed class LateCallTests
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2), Reach = TimeSpan.FromSeconds(1), SlowLogin = TimeSpan.FromSeconds(5);

    [Test]
    public async Task Sends_no_evacuate_whose_intent_has_grown_old_during_a_login()
    {
        await using var masakari = await StartWithSlowLoginAsync("evacuate");

        var notification = await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        var calls = masakari.Cloud.CallsOf("evacuate");
        var intent = (await masakari.Life.Get<MoveJournal>().ListAsync(notification, default)).Single();
        var asked = masakari.Clock.GetUtcNow() - intent.IntentAge!.Value;
        Assert.That(calls, Has.Count.EqualTo(2), "the refused one, and one");
        Assert.That(calls[1].At - asked, Is.LessThanOrEqualTo(Fresh));
        masakari.Cloud.AssertMovedOnce("vm1");
    }

    [TestCase("lock")]
    [TestCase("evacuate")]
    [TestCase("unlock")]
    public async Task Changes_nothing_during_a_pause_that_came_during_a_login(string action)
    {
        await using var masakari = await StartWithSlowLoginAsync(action);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls(action) > 0);

        await masakari.Life.Get<EngineControl>().PauseAsync("alice@ctl1", reason: null, lasts: null, default);
        await masakari.Clock.RunAsync(Reach);
        var changes = Changes(masakari);
        await masakari.Clock.RunAsync(TimeSpan.FromMinutes(2));
        var changesInThePause = Changes(masakari) - changes;
        await masakari.Life.Get<EngineControl>().ResumeAsync("alice@ctl1", default);
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        Assert.That(changesInThePause, Is.Zero);
        masakari.Cloud.AssertMovedOnce("vm1");
    }

    [Test]
    public async Task Locks_an_instance_after_the_pause_that_held_its_lock_back()
    {
        await using var masakari = await StartWithSlowLoginAsync("lock");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("lock") > 0);

        await masakari.Life.Get<EngineControl>().PauseAsync("alice@ctl1", reason: null, lasts: TimeSpan.FromMinutes(1), default);
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        var calls = masakari.Cloud.Calls.Select(call => call.Action).Where(action => action is "lock" or "evacuate" or "unlock");
        Assert.That(calls, Is.EqualTo(["lock", "lock", "evacuate", "unlock"]), "the first one found its token expired");
        Assert.That((await masakari.Life.Get<MoveJournal>().ListAsync(notification, default)).Single().LockedByUs, Is.False);
    }

    /// <summary>
    /// A take-over waits only for an evacuate call that may still arrive. When a lock call arrives after the unlock, the sweep unlocks
    /// the instance.
    /// </summary>
    [TestCase(false)]
    [TestCase(true)]
    public async Task Takes_a_lock_off_that_reaches_nova_after_the_unlock(bool killed)
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "lock", Times = 1, Effect = killed ? new FaultEffect.Hang(TimeSpan.FromSeconds(25)) : new FaultEffect.Drop() });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("lock") > 0);

        if (killed) await masakari.KillAndRestartAsync();
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(60));

        masakari.Cloud.AssertMovedOnce("vm1");
        Assert.That((await masakari.Life.Get<MoveJournal>().ListAsync(notification, default)).Single().LockedByUs, Is.False);
    }

    private static async Task<MasakariScenario> StartWithSlowLoginAsync(string action)
    {
        var masakari = await SmallCloud.StartAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = action, Times = 1, Effect = new FaultEffect.Status(401) });
        masakari.Cloud.Fail(new FaultRule { Path = "/identity/v3/auth/tokens", Method = "POST", Effect = new FaultEffect.AnswerLate(SlowLogin) });
        return masakari;
    }

    private static int Changes(MasakariScenario masakari) => masakari.Cloud.Calls.Count(call => !call.IsKeystone && call.Method != "GET");
}
