using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.InstanceFailure;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Tests.Recovery.InstanceFailure;

/// <summary>What is done about a reported guest, by its state in Nova and by what was done before.</summary>
public sealed class GuestRulesTests
{
    private static readonly DateTimeOffset Event = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly GuestRecovery Stopped = new() { StopAge = TimeSpan.FromSeconds(2), IsStopAnswered = true };

    [TestCase("active", null, true, "Stop")]
    [TestCase("active", null, false, "Stop")]
    [TestCase("error", null, true, "Stop")]
    [TestCase("error", null, false, "Skip")]
    [TestCase("resized", null, true, "Stop after a reset")]
    [TestCase("resized", null, false, "Skip")]
    [TestCase("building", null, true, "Stop")]
    [TestCase("suspended", null, true, "Stop")]
    [TestCase("shelved", null, true, "Stop")]
    [TestCase("suspended", null, false, "Skip")]
    [TestCase("paused", null, true, "Ignore")]
    [TestCase("paused", null, false, "Ignore")]
    [TestCase("rescued", null, true, "Ignore")]
    [TestCase("stopped", null, true, "ReadCause")]
    [TestCase("stopped", null, false, "Skip")]
    [TestCase("active", "powering-off", true, "AwaitTask")]
    [TestCase("active", "rebooting", false, "AwaitTask")]
    [TestCase("stopped", "powering-on", true, "AwaitTask")]
    [TestCase("paused", "unpausing", true, "AwaitTask")]
    [TestCase("active", "deleting", true, "Skip")]
    [TestCase("error", "soft-deleting", true, "Skip")]
    [TestCase("soft-delete", null, true, "Skip")]
    public void First_look(string vmState, string? taskState, bool saysStopped, string expected) =>
        Assert.That(Next(View(vmState, taskState) with { SaysStopped = saysStopped }), Is.EqualTo(expected));

    [TestCase(null, 0, "GoOn")]
    [TestCase(StopAuthor.Nova, 15, "GoOn")]
    [TestCase(StopAuthor.OurAccount, 15, "GoOn")]
    [TestCase(StopAuthor.User, -30, "GoOn")]
    [TestCase(StopAuthor.User, -1, "GoOn")]
    [TestCase(StopAuthor.Nova, 0, "GoOn")]
    [TestCase(StopAuthor.User, 0, "Skip")]
    [TestCase(StopAuthor.User, 1, "Skip")]
    public void A_stopped_instance_is_started_unless_a_user_stopped_it_in_the_second_of_the_event_or_later(object? author, int seconds, string expected)
    {
        var cause = author is StopAuthor known ? new StopCause(known, Event + TimeSpan.FromSeconds(seconds)) : null;

        Assert.That(Next(View("stopped") with { IsCauseRead = true, Cause = cause }), Is.EqualTo(expected));
    }

    [Test]
    public void An_instance_that_we_have_stopped_goes_on_whoever_else_stopped_it() =>
        Assert.That(Next(View("stopped") with { Journal = Stopped, SaysStopped = false }), Is.EqualTo("GoOn"));

    [TestCase("active", null, "GoOn")]
    [TestCase("stopped", null, "GoOn")]
    [TestCase("active", "powering-on", "GoOn")]
    [TestCase("error", null, "Stop")]
    [TestCase("active", "deleting", "Skip")]
    public void What_was_started_is_not_stopped_again_unless_it_is_in_error(string vmState, string? taskState, string expected) =>
        Assert.That(Next(View(vmState, taskState) with { Journal = Stopped with { IsStartSent = true } }), Is.EqualTo(expected));

    [Test]
    public void The_message_says_who_stopped_the_instance()
    {
        var step = GuestRules.Next(View("stopped") with { IsCauseRead = true, Cause = new(StopAuthor.User, Event.AddSeconds(9)) });

        Assert.That(((GuestStep.Leave)step).Outcome.Why, Does.Contain("was stopped by a user at 2026-01-01 12:00:09Z, after the reported event"));
    }

    private static string Next(GuestView view) => GuestRules.Next(view) switch
    {
        GuestStep.Leave leave => leave.Outcome.Kind.ToString(),
        GuestStep.Stop(var reset) => reset ? "Stop after a reset" : "Stop",
        var step => step.GetType().Name,
    };

    private static GuestView View(string vmState, string? taskState = null) => new()
    {
        Server = new Server { Id = Guid.NewGuid(), Name = "vm1", VmState = vmState, TaskState = taskState },
        SaysStopped = true,
        GeneratedAt = Event,
        Journal = GuestRecovery.None,
    };
}
