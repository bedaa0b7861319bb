using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.HostFailure;

namespace Masakari.Tests.Recovery.HostFailure;

public sealed class EmptyListDoubtTests
{
    private static readonly DateTimeOffset Heartbeat = new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);

    [TestCase(0, true)]
    [TestCase(30, true)]
    [TestCase(-1, false)]
    [TestCase(null, false)]
    public void Only_an_evacuation_since_the_last_heartbeat_explains_an_empty_host(int? secondsAfter, bool explains)
    {
        var record = new EvacuationRecord
        {
            Id = 1, InstanceId = Guid.NewGuid(), SourceHost = "c1", Status = "done",
            CreatedAt = secondsAfter is { } seconds ? Heartbeat.AddSeconds(seconds) : null,
        };

        Assert.That(EmptyListDoubt.IsExplained(counted: 1, deleted: 0, [record], Heartbeat), Is.EqualTo(explains));
    }

    [TestCase(1, false)]
    [TestCase(2, true)]
    [TestCase(3, true)]
    public void Deletions_explain_an_empty_host_when_they_are_as_many_as_were_counted(int deleted, bool explain) =>
        Assert.That(EmptyListDoubt.IsExplained(counted: 2, deleted, [], Heartbeat), Is.EqualTo(explain));

    /// <summary>An administrator has evacuated one by hand; the others are hidden.</summary>
    [Test]
    public void The_evacuation_of_one_instance_does_not_explain_the_others()
    {
        var record = new EvacuationRecord { Id = 1, InstanceId = Guid.NewGuid(), SourceHost = "c1", Status = "done", CreatedAt = Heartbeat.AddSeconds(1) };
        var again = record with { Id = 2 };

        Assert.That(EmptyListDoubt.IsExplained(counted: 2, deleted: 0, [record, again], Heartbeat), Is.False);
        Assert.That(EmptyListDoubt.IsExplained(counted: 2, deleted: 1, [record, again], Heartbeat), Is.True);
    }

    [Test]
    public void Nothing_explains_an_empty_host_whose_last_heartbeat_is_not_known()
    {
        var record = new EvacuationRecord { Id = 1, InstanceId = Guid.NewGuid(), SourceHost = "c1", Status = "done", CreatedAt = Heartbeat };

        Assert.That(EmptyListDoubt.IsExplained(counted: 2, deleted: 0, [record], lastHeartbeat: null), Is.False);
    }
}
