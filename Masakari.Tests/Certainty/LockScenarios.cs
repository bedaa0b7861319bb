using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>A server is locked against its owner while it moves, and only a lock of ours is taken off.</summary>
public sealed class LockScenarios
{
    [TestCase(503)]
    [TestCase(400)]
    [TestCase(409)]
    public async Task A_lock_that_nova_refused_is_tried_again(int status)
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "lock", Times = 1, Effect = new FaultEffect.Status(status) });

        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.Cloud.CountCalls("lock"), Is.EqualTo(2));
        AssertMovedLocked(masakari);
    }

    [Test]
    public async Task A_lock_whose_answer_was_lost_is_ours_when_nova_shows_it()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "lock", Times = 1, Effect = new FaultEffect.LoseAnswer() });

        await masakari.LoseHostAsync("c1");

        Assert.That(Deeds(masakari), Is.EqualTo(new[] { "lock", "evacuate", "unlock" }));
        AssertMovedLocked(masakari);
    }

    /// <summary>The killed process has noted its lock, which never reaches Nova.</summary>
    [Test]
    public async Task A_crash_between_the_note_and_the_lock_leaves_no_server_unlocked()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "lock", Times = 1, Effect = new FaultEffect.Hang(TimeSpan.FromSeconds(100)) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("lock") > 0);

        await masakari.KillAndRestartAsync();
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);
        Assert.That(masakari.Cloud.Server("vm1").IsLocked, Is.True, "evacuated unlocked");
        await masakari.EndAsync(notification);

        AssertMovedLocked(masakari);
    }

    [Test]
    public async Task The_owners_lock_that_came_after_a_refused_one_of_ours_stays()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "lock", Effect = new FaultEffect.Status(409) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("lock") > 0);

        masakari.Cloud.LockByOwner("vm1");
        await masakari.EndAsync(notification);

        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Server("vm1").IsLocked), Is.EqualTo((0, true)));
        Assert.That(masakari.Cloud.CountCalls("unlock"), Is.Zero);
    }

    /// <summary>The first recovery could not unlock, and the sweep is to do so; then the new host dies, too.</summary>
    [Test]
    public async Task A_forgotten_lock_is_not_taken_off_while_another_recovery_moves_the_server()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "unlock", Effect = new FaultEffect.Status(409) });
        await masakari.LoseHostAsync("c1");
        var next = masakari.Cloud.Server("vm1").Host;
        var second = await masakari.KillAndReportAsync(next);
        await masakari.UntilAsync(() => masakari.Evacuates() == 2);

        masakari.Cloud.StopFailing();
        var unlocked = masakari.Cloud.CountCalls("unlock");
        await masakari.UntilAsync(() => masakari.Cloud.Server("vm1").Host != next);
        Assert.That(masakari.Cloud.CountCalls("unlock"), Is.EqualTo(unlocked), "unlocked while it was evacuated");

        Assert.That(await masakari.EndAsync(second), Is.EqualTo("finished"));
        await masakari.PassAsync(60);
        Assert.That(masakari.Cloud.Server("vm1").IsLocked, Is.False);
    }

    private static void AssertMovedLocked(MasakariScenario masakari)
    {
        var deeds = Deeds(masakari);
        Assert.That(deeds.TakeWhile(deed => deed != "evacuate").Last(), Is.EqualTo("lock"), "evacuated unlocked");
        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Server("vm1").IsLocked), Is.EqualTo((0, false)));
    }

    private static List<string> Deeds(MasakariScenario masakari) =>
        [.. masakari.Cloud.Calls.Select(call => call.Action).OfType<string>().Where(action => action is "lock" or "evacuate" or "unlock")];
}
