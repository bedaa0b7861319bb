using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.HostFailure.Guests;

namespace Masakari.Tests.Recovery.HostFailure.Guests;

public sealed class GuestRulesTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guest Ran = new(Guid.NewGuid(), WasStopped: false);
    private static readonly Guest WasStopped = Ran with { WasStopped = true };

    /// <summary>The states of Nova, the seconds since a start of ours (-1 = none), an evacuation, and the step.</summary>
    [TestCase("active", null, -1, false, "Runs")]
    [TestCase("active", "rebooting", -1, false, "Wait")]
    [TestCase("stopped", null, -1, false, "Ask")]
    [TestCase("stopped", "powering-on", -1, false, "Wait")]   // its user has started it
    [TestCase("stopped", "powering-on", 59, false, "Wait")]
    [TestCase("stopped", "powering-on", 60, false, "Leave")]
    [TestCase("stopped", null, 59, false, "Wait")]
    [TestCase("stopped", null, 60, false, "Leave")]
    [TestCase("stopped", null, -1, true, "Leave")]            // it may run elsewhere
    [TestCase("active", null, -1, true, "Runs")]
    [TestCase("error", null, -1, false, "Leave")]
    [TestCase("paused", null, -1, false, "Leave")]
    public void Decides_by_what_a_look_shows(string vmState, string? taskState, int startedFor, bool isEvacuated, string step)
    {
        var server = new Server { Id = Ran.Id, Name = "vm1", VmState = vmState, TaskState = taskState };
        var sight = new GuestSight(server, isEvacuated, startedFor < 0 ? null : TimeSpan.FromSeconds(startedFor));

        Assert.That($"{GuestRules.Next(sight, Limit).Step}", Is.EqualTo(step));
    }

    [Test]
    public void Waits_for_ever_for_a_start_without_a_time_limit()
    {
        var server = new Server { Id = Ran.Id, Name = "vm1", VmState = "stopped" };

        Assert.That(GuestRules.Next(new(server, IsEvacuated: false, TimeSpan.FromHours(1)), TimeSpan.Zero).Step, Is.EqualTo(GuestStep.Wait));
    }

    [Test]
    public void Starts_what_ran_and_was_stopped_by_Nova() =>
        Assert.That(GuestRules.MayStart(Ran, [Act("stop", 1, null)], windowBegin: null), Is.EqualTo(StartAnswer.Start));

    [Test]
    public void Leaves_what_a_user_stopped([Values] bool ran) =>
        Assert.That(GuestRules.MayStart(ran ? Ran : WasStopped, [Act("stop", 1, "user")], Noon), Is.EqualTo(StartAnswer.Leave));

    [Test]
    public void Waits_for_what_was_started_since() =>
        Assert.That(GuestRules.MayStart(Ran, [Act("start", 2, "masakari"), Act("stop", 1, null)], null), Is.EqualTo(StartAnswer.WasStarted));

    [Test]
    public void Does_not_guess_who_stopped_what_ran() =>
        Assert.That(GuestRules.MayStart(Ran, [Act("create", 1, "user")], null), Is.EqualTo(StartAnswer.NobodyKnows));

    [TestCase(0, StartAnswer.Start)]
    [TestCase(-1, StartAnswer.Leave)]
    public void Starts_what_was_stopped_at_the_first_look_if_Nova_stopped_it_since(int minute, object answer) =>
        Assert.That(GuestRules.MayStart(WasStopped, [Act("stop", minute, null)], windowBegin: Noon), Is.EqualTo(answer));

    [Test]
    public void Leaves_what_was_stopped_at_the_first_look_when_that_is_switched_off() =>
        Assert.That(GuestRules.MayStart(WasStopped, [Act("stop", 1, null)], windowBegin: null), Is.EqualTo(StartAnswer.Leave));

    private static InstanceAction Act(string name, int minute, string? user) =>
        new() { Name = name, StartedAt = Noon.AddMinutes(minute), UserId = user };
}
