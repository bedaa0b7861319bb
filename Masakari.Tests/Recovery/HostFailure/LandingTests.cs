using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.HostFailure;

namespace Masakari.Tests.Recovery.HostFailure;

/// <summary>
/// When an evacuation is over. Nova shows the instance active and without a task for up to seconds while its host is still the source.
/// </summary>
public sealed class LandingTests
{
    private static readonly Guid Instance = Guid.NewGuid();

    [Test]
    public void Has_landed_when_the_service_host_changed_and_nothing_is_going_on()
    {
        var landing = Look(Server() with { Host = "c2" }, Record(7, "done"));

        Assert.That(landing?.Server?.Host, Is.EqualTo("c2"));
    }

    [Test]
    public void Is_under_way_while_the_host_is_still_the_source_though_the_instance_looks_ready()
    {
        var landing = Look(Server() with { HypervisorHostname = "elsewhere.example" }, Record(7, "accepted"));

        Assert.That(landing, Is.Null);
    }

    [Test]
    public void Is_under_way_while_a_task_goes_on_on_the_new_host()
    {
        var landing = Look(Server() with { Host = "c2", TaskState = "rebuild_spawning" }, Record(7, "accepted"));

        Assert.That(landing, Is.Null);
    }

    [TestCase("failed")]
    [TestCase("error")]
    public void Has_failed_when_novas_record_says_so(string status)
    {
        var landing = Look(Server(), Record(7, status));

        Assert.That(landing?.Failure, Does.Contain(status));
    }

    [Test]
    public void Does_not_mind_a_record_from_before()
    {
        var landing = Look(Server(), Record(5, "failed"));

        Assert.That(landing, Is.Null);
    }

    [Test]
    public void Has_failed_when_the_instance_is_newly_in_error()
    {
        var landing = Look(Server() with { VmState = "error" });

        Assert.That(landing?.Failure, Does.Contain("error"));
    }

    [Test]
    public void Waits_for_the_record_when_the_instance_was_in_error_before()
    {
        var view = new InstanceView { Server = Server() with { VmState = "error" }, Evacuations = [] };

        Assert.That(MoveRules.LandingOf(view, "c1", 5, vmStateBefore: "error"), Is.Null);
    }

    [Test]
    public void Is_over_when_the_instance_is_gone()
    {
        Assert.That(Look(null), Is.EqualTo(Landing.Gone));
    }

    [TestCase(10, "Nova ended the evacuation (migration 7) as 'error'. Nova's fault: No valid host was found.")]
    [TestCase(4, "Nova ended the evacuation (migration 7) as 'error'.")]
    public void Tells_novas_fault_when_it_is_of_this_evacuation(int second, string failure)
    {
        var server = Server() with { VmState = "error", Fault = new ServerFault("No valid host was found.", At(second)) };

        var landing = Look(server, Record(7, "error") with { CreatedAt = At(5) });

        Assert.That(landing?.Failure, Is.EqualTo(failure));
    }

    private static DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);

    private static Landing? Look(Server? server, params EvacuationRecord[] records) => MoveRules.LandingOf(
        new InstanceView { Server = server, Evacuations = records }, source: "c1", above: 5, vmStateBefore: "active");

    private static Server Server() => new() { Id = Instance, Name = "vm", Host = "c1", VmState = "active", PowerState = 1 };

    private static EvacuationRecord Record(long id, string status) => new() { Id = id, InstanceId = Instance, SourceHost = "c1", Status = status };
}
