using Masakari.Core.Monitoring.Libvirt;
using Masakari.Core.Monitoring.Libvirt.Instances;

namespace Masakari.Tests.Monitoring.Libvirt;

public sealed class CrashRulesTests
{
    [TestCase(null, GuestState.Running, ShutOffReason.Unknown, false)]
    [TestCase(null, GuestState.ShutOff, ShutOffReason.Unknown, false)]
    [TestCase(null, GuestState.ShutOff, ShutOffReason.Crashed, true)]
    [TestCase(null, GuestState.ShutOff, ShutOffReason.Failed, false)]
    [TestCase("Active", GuestState.Running, ShutOffReason.Unknown, false)]
    [TestCase("Active", GuestState.Paused, ShutOffReason.Unknown, false)]
    [TestCase("Active", GuestState.ShutOff, ShutOffReason.Unknown, false)]
    [TestCase("Active", GuestState.ShutOff, ShutOffReason.Shutdown, false)]
    [TestCase("Active", GuestState.ShutOff, ShutOffReason.Destroyed, false)]
    [TestCase("Active", GuestState.ShutOff, ShutOffReason.Crashed, true)]
    [TestCase("Active", GuestState.ShutOff, ShutOffReason.Migrated, false)]
    [TestCase("Active", GuestState.ShutOff, ShutOffReason.Saved, false)]
    [TestCase("Active", GuestState.ShutOff, ShutOffReason.Failed, true)]
    [TestCase("Active", GuestState.ShutOff, ShutOffReason.FromSnapshot, false)]
    [TestCase("Active", GuestState.ShutOff, ShutOffReason.Daemon, false)]
    [TestCase("Off", GuestState.ShutOff, ShutOffReason.Crashed, true)]
    [TestCase("Off", GuestState.ShutOff, ShutOffReason.Failed, false)]
    [TestCase("Crashed", GuestState.ShutOff, ShutOffReason.Crashed, false)]
    [TestCase("Crashed", GuestState.ShutOff, ShutOffReason.Failed, false)]
    [TestCase("Crashed", GuestState.Running, ShutOffReason.Unknown, false)]
    public void A_crash_shows_in_two_looks(string? before, object state, object reason, bool crashed) => Assert.That(
        CrashRules.CrashedSince(
            before is null ? null : Enum.Parse<GuestMark>(before),
            new GuestView(Guid.Empty, 1, (GuestState)state, (ShutOffReason)reason)),
        Is.EqualTo(crashed));

    [TestCase(2, 0, "Active")]
    [TestCase(4, 0, "Active")]
    [TestCase(3, 0, "Active")]
    [TestCase(5, 0, "Off")]
    [TestCase(5, 1, "Off")]
    [TestCase(5, 2, "Crashed")]
    [TestCase(5, 3, "Off")]
    [TestCase(5, 5, "Crashed")]
    [TestCase(6, 0, "Off")]
    [TestCase(1, 0, null)]
    public void An_event_changes_the_mark_of_a_guest_that_was_off(int value, int detail, string? after) =>
        Assert.That(
            CrashRules.After(GuestMark.Off, new GuestEvent(Guid.Empty, GuestEventId.Lifecycle, value, detail))?.ToString(),
            Is.EqualTo(after));

    [Test]
    public void A_guest_that_runs_on_without_its_definition_stays_active() => Assert.That(
        CrashRules.After(GuestMark.Active, new GuestEvent(Guid.Empty, GuestEventId.Lifecycle, 1)), Is.EqualTo(GuestMark.Active));

    [Test]
    public void Other_events_change_no_mark() => Assert.That(
        CrashRules.After(GuestMark.Crashed, new GuestEvent(Guid.Empty, GuestEventId.IoError, 2)), Is.EqualTo(GuestMark.Crashed));
}
