using Masakari.Core.Monitoring.Libvirt;

namespace Masakari.Tests.Monitoring.Libvirt;

/// <summary>The numbers are libvirt's; the names those that the Python original sends.</summary>
public sealed class GuestEventTableTests
{
    private const int Lifecycle = 0, Reboot = 1, Watchdog = 3, IoError = 4, IoErrorReason = 6, ControlError = 7;

    [TestCase(Lifecycle, 3, 2, "LIFECYCLE/SUSPENDED_IOERROR")]
    [TestCase(Lifecycle, 3, 3, "LIFECYCLE/SUSPENDED_WATCHDOG")]
    [TestCase(Lifecycle, 3, 6, "LIFECYCLE/SUSPENDED_API_ERROR")]
    [TestCase(Lifecycle, 5, 0, "LIFECYCLE/STOPPED_SHUTDOWN")]
    [TestCase(Lifecycle, 5, 1, "LIFECYCLE/STOPPED_DESTROYED")]
    [TestCase(Lifecycle, 5, 5, "LIFECYCLE/STOPPED_FAILED")]
    [TestCase(Lifecycle, 6, 0, "LIFECYCLE/SHUTDOWN_FINISHED")]
    [TestCase(Reboot, 0, 0, "REBOOT/UNKNOWN")]
    [TestCase(Watchdog, 0, 0, "WATCHDOG/WATCHDOG_NONE")]
    [TestCase(Watchdog, 1, 0, "WATCHDOG/WATCHDOG_PAUSE")]
    [TestCase(Watchdog, 2, 0, "WATCHDOG/WATCHDOG_RESET")]
    [TestCase(Watchdog, 3, 0, "WATCHDOG/WATCHDOG_POWEROFF")]
    [TestCase(Watchdog, 4, 0, "WATCHDOG/WATCHDOG_SHUTDOWN")]
    [TestCase(Watchdog, 5, 0, "WATCHDOG/WATCHDOG_DEBUG")]
    [TestCase(IoError, 0, 0, "IO_ERROR/IO_ERROR_NONE")]
    [TestCase(IoError, 1, 0, "IO_ERROR/IO_ERROR_PAUSE")]
    [TestCase(IoError, 2, 0, "IO_ERROR/IO_ERROR_REPORT")]
    [TestCase(IoErrorReason, 0, 0, "IO_ERROR_REASON/UNKNOWN")]
    [TestCase(IoErrorReason, 2, 0, "IO_ERROR_REASON/UNKNOWN")]
    [TestCase(ControlError, 0, 0, "CONTROL_ERROR/UNKNOWN")]
    public void Names_what_the_original_sends(int id, int value, int detail, string name) =>
        Assert.That(Name(id, value, detail), Is.EqualTo(name));

    [Test]
    public void Names_nothing_else()
    {
        var named = from id in Enumerable.Range(0, 27)
                    from value in Enumerable.Range(0, 12)
                    from detail in Enumerable.Range(0, 12)
                    where Name(id, value, detail) is not null
                    select (id, value, detail);

        // An I/O error's reason has a name whatever its action is: 12 x 12 numbers of one name.
        Assert.That(named.Count(found => found.id != IoErrorReason), Is.EqualTo(18));
        Assert.That(named.Count(found => found.id == IoErrorReason), Is.EqualTo(144));
    }

    [Test]
    public void Asks_libvirt_only_for_the_sorts_that_are_wanted()
    {
        var sorts = GuestEventTable.SortsOf(new HashSet<EventName> { EventName.Crash, EventName.IoError });

        Assert.That(sorts, Is.EquivalentTo(new[] { GuestEventId.Lifecycle, GuestEventId.IoError }));
    }

    private static string? Name(int id, int value, int detail) =>
        GuestEventTable.NameOf(new GuestEvent(Guid.Empty, (GuestEventId)id, value, detail))?.ToString();
}
