using Masakari.Core.Recovery.HostFailure;

namespace Masakari.Tests.Recovery.HostFailure;

/// <summary>The decision table, row by row: how an instance is prepared, and which vm_state it must have afterwards.</summary>
public sealed class DecisionTableTests
{
    [TestCase("active", null, 1, false, "active")]
    [TestCase("active", "rebooting", 1, false, "active")]
    [TestCase("stopped", null, 4, false, "stopped")]
    [TestCase("stopped", "powering-on", 4, false, "stopped")]
    [TestCase("error", null, 0, false, "error")]
    [TestCase("error", "powering-off", 0, false, "error")]
    [TestCase("resized", null, 1, true, "active")]
    [TestCase("resized", "resize_finish", 1, true, "active")]
    [TestCase("resized", null, 4, true, "stopped")]
    [TestCase("paused", null, 3, true, "stopped")]
    [TestCase("suspended", null, 7, true, "stopped")]
    [TestCase("rescued", null, 1, true, "stopped")]
    [TestCase("building", "spawning", 0, true, "stopped")]
    [TestCase("shelved", null, 4, true, "stopped")]
    public void Follows_the_decision_table(string vmState, string? taskState, int powerState, bool reset, string final)
    {
        Assert.That(MoveRules.NeedsReset(vmState, taskState, stateWasRejected: false), Is.EqualTo(reset));
        Assert.That(MoveRules.NeedsReset(vmState, taskState, stateWasRejected: true), Is.EqualTo(reset || taskState is not null));
        Assert.That(MoveRules.FinalState(vmState, powerState), Is.EqualTo(final));
    }
}
