using Masakari.Core.Notifications;
using Masakari.Core.Recovery;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Segments;

namespace Masakari.Tests.Recovery;

/// <summary>What is planned for which report.</summary>
public sealed class RecoveryPlannerTests
{
    private const string HostDown = """{"event": "STOPPED", "host_status": "NORMAL"}""";

    private static readonly Guid Instance = Guid.NewGuid();

    [TestCase("""{"event": "STARTED", "host_status": "NORMAL"}""", "Skip")]
    [TestCase("""{"event": "STOPPED", "host_status": "UNKNOWN"}""", "Ignore")]
    [TestCase("""{"event": "STOPPED"}""", "Ignore")]
    [TestCase("""{"event": "EXPLODED", "host_status": "NORMAL"}""", "Ignore")]
    [TestCase("not JSON", "Ignore")]
    [TestCase("[]", "Ignore")]
    public void Ends_what_needs_no_recovery(string payload, string outcome)
    {
        var plan = Planner().Plan(Report(payload), RecoveryMethod.Auto);

        Assert.That((plan.EndsAtOnce?.Kind.ToString(), plan.Alternatives.Count), Is.EqualTo((outcome, 0)));
        Assert.That(plan.EndsAtOnce?.Why, Does.EndWith("."));
    }

    [TestCase("NORMAL")]
    [TestCase("normal")]
    public void Plans_one_flow_for_a_confirmed_host_failure(string hostStatus)
    {
        var plan = Planner().Plan(Report($$"""{"event": "STOPPED", "host_status": "{{hostStatus}}"}"""), RecoveryMethod.Auto);

        Assert.That(plan.EndsAtOnce, Is.Null);
        Assert.That(plan.Alternatives.Select(flow => flow.Place), Is.EqualTo([new FlowPlace(1, null)]));
        Assert.That(plan.Alternatives[0].Tasks.Select(task => task.ConfName), Is.EqualTo(TaskNames));
    }

    [TestCase(NotificationType.ComputeHost, HostDown, RecoveryMethod.ReservedHost)]
    [TestCase(NotificationType.ComputeHost, HostDown, RecoveryMethod.AutoPriority)]
    [TestCase(NotificationType.ComputeHost, HostDown, RecoveryMethod.RhPriority)]
    [TestCase(NotificationType.Process, """{"event": "STOPPED", "process_name": "nova-compute"}""", RecoveryMethod.Auto)]
    public void Says_so_when_this_version_does_not_recover_it_yet(NotificationType type, string payload, RecoveryMethod method)
    {
        Assert.That(Planner().Plan(Report(payload, type), method).EndsAtOnce, Is.EqualTo(TaskOutcome.Unsupported));
    }

    [Test]
    public void Owns_the_instance_of_an_instance_failure_and_the_host_of_all_others()
    {
        var host = Report(HostDown);
        var instance = Report($$"""{"instance_uuid": "{{Instance}}"}""", NotificationType.Vm);
        var unreadable = Report("{}", NotificationType.Vm);

        Assert.That(Planner().SubjectsOf(host), Is.EqualTo([ClaimSubject.Host(host.SourceHostUuid)]));
        Assert.That(Planner().SubjectsOf(instance), Is.EqualTo([ClaimSubject.Instance(Instance)]));
        Assert.That(Planner().SubjectsOf(unreadable), Is.EqualTo([ClaimSubject.Host(unreadable.SourceHostUuid)]));
    }

    [TestCase(HostDown, NotificationType.ComputeHost, RecoveryMethod.Auto, true)]
    [TestCase(HostDown, NotificationType.ComputeHost, RecoveryMethod.ReservedHost, false)]
    [TestCase("""{"event": "STARTED", "host_status": "NORMAL"}""", NotificationType.ComputeHost, RecoveryMethod.Auto, false)]
    [TestCase("""{"event": "STOPPED", "host_status": "UNKNOWN"}""", NotificationType.ComputeHost, RecoveryMethod.Auto, false)]
    [TestCase("not JSON", NotificationType.ComputeHost, RecoveryMethod.Auto, false)]
    [TestCase(HostDown, NotificationType.Process, RecoveryMethod.Auto, false)]
    public void Only_the_evacuation_of_a_host_may_be_held(string payload, NotificationType type, RecoveryMethod method, bool expected) =>
        Assert.That(Planner().IsEvacuation(Report(payload, type), method), Is.EqualTo(expected));

    private static readonly string[] TaskNames =
        ["disable_compute_service_task", "prepare_HA_enabled_instances_task", "evacuate_instances_task"];

    private static RecoveryPlanner Planner() => new(new TaskCatalog(TaskNames.Reverse().Select(name => new NamedTask(name))));

    private static Notification Report(string payload, NotificationType type = NotificationType.ComputeHost) => new()
    {
        Id = 1, Uuid = Guid.NewGuid(), GeneratedAt = DateTimeOffset.UnixEpoch, SourceHostUuid = Guid.NewGuid(), Type = type,
        PayloadJson = payload, CreatedAt = DateTimeOffset.UnixEpoch,
    };

    private sealed class NamedTask(string name) : IRecoveryTask
    {
        public string ConfName => name;

        public string WireName => name;

        public Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct) => throw new NotSupportedException();
    }
}
