using Masakari.Core.Notifications;
using Masakari.Core.Recovery;
using Masakari.Core.Recovery.Workflows;
using Masakari.Core.Segments;

namespace Masakari.Tests.Recovery;

/// <summary>Which reports lead to a recovery.</summary>
public sealed class TriageTests
{
    [TestCase("""{"event": "STARTED", "host_status": "NORMAL"}""", "Skip")]
    [TestCase("""{"event": "STOPPED", "host_status": "UNKNOWN"}""", "Ignore")]
    [TestCase("""{"event": "STOPPED"}""", "Ignore")]
    [TestCase("""{"event": "EXPLODED", "host_status": "NORMAL"}""", "Ignore")]
    public void Ends_what_needs_no_recovery(string payload, string outcome)
    {
        Assert.That(Triage.Of(HostNotification(payload), RecoveryMethod.Auto)?.Kind.ToString(), Is.EqualTo(outcome));
    }

    [TestCase("NORMAL")]
    [TestCase("normal")]
    public void Lets_a_confirmed_host_failure_through(string hostStatus)
    {
        var notification = HostNotification($$"""{"event": "STOPPED", "host_status": "{{hostStatus}}"}""");

        Assert.That(Triage.Of(notification, RecoveryMethod.Auto), Is.Null);
    }

    [Test]
    public void Says_so_when_this_version_does_not_recover_it_yet()
    {
        var notification = HostNotification("""{"event": "STOPPED", "host_status": "NORMAL"}""");

        Assert.That(Triage.Of(notification, RecoveryMethod.ReservedHost)?.Why, Is.EqualTo(RecoveryMessages.NotYet));
        Assert.That(Triage.Of(notification with { Type = NotificationType.Vm }, RecoveryMethod.Auto)?.Why, Is.EqualTo(RecoveryMessages.NotYet));
    }

    private static Notification HostNotification(string payload) => new()
    {
        Id = 1, Uuid = Guid.NewGuid(), GeneratedAt = DateTimeOffset.UnixEpoch, SourceHostUuid = Guid.NewGuid(), Type = NotificationType.ComputeHost,
        PayloadJson = payload, CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
