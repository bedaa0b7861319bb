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

    [TestCase(RecoveryMethod.Auto, "1 anywhere last")]
    [TestCase(RecoveryMethod.ReservedHost, "1 spares last")]
    [TestCase(RecoveryMethod.AutoPriority, "1 anywhere", "2 spares last")]
    [TestCase(RecoveryMethod.RhPriority, "1 spares", "2 anywhere last")]
    public void Plans_the_flows_of_the_method_in_their_order(RecoveryMethod method, params string[] expected)
    {
        var flows = Planner().Plan(Report(HostDown), method).Alternatives;

        Assert.That(
            flows.Select(flow => $"{flow.Place.Number} {(flow.Place.ToSpares ? "spares" : "anywhere")}{(flow.Place.IsLast ? " last" : "")}"),
            Is.EqualTo(expected));
        Assert.That(flows.Select(flow => flow.Tasks.Select(task => task.ConfName)), Is.All.EqualTo(TaskNames));
    }

    [TestCase("""{"event": "STARTED", "process_name": "nova-compute"}""", "Skip")]
    [TestCase("""{"event": "STOPPED", "process_name": "sshd"}""", "Skip")]
    [TestCase("""{"event": "STOPPED", "process_name": "nova-compute --debug"}""", "Skip")]
    [TestCase("""{"event": "EXPLODED", "process_name": "nova-compute"}""", "Ignore")]
    [TestCase("""{"event": "STOPPED", "process_name": "nova-compute"}""", null)]
    public void Acts_on_no_process_but_nova_compute(string payload, string? outcome)
    {
        var plan = Planner().Plan(Report(payload, NotificationType.Process), RecoveryMethod.Auto);

        Assert.That(plan.EndsAtOnce?.Kind.ToString(), Is.EqualTo(outcome));
        Assert.That(plan.Alternatives.SelectMany(flow => flow.Tasks).Select(task => task.ConfName),
            Is.EqualTo(outcome is null ? ProcessTasks : []));
    }

    [TestCase("LIFECYCLE", "STOPPED_FAILED", 0, null)]
    [TestCase("LIFECYCLE", "STOPPED_FAILED", 86_400, null)]
    [TestCase("IO_ERROR", "IO_ERROR_REPORT", 600, null)]
    [TestCase("IO_ERROR", "IO_ERROR_REPORT", 601, "Ignore")]
    [TestCase("QEMU_GUEST_AGENT_ERROR", "STOPPED_FAILED", 600, null)]
    [TestCase("QEMU_GUEST_AGENT_ERROR", "STOPPED_FAILED", 601, "Ignore")]
    [TestCase("LIFECYCLE", "STOPPED_DESTROYED", 0, "Ignore")]
    [TestCase("lifecycle", "STOPPED_FAILED", 0, "Ignore")]
    [TestCase("IO_ERROR", "STOPPED_FAILED", 0, "Ignore")]
    public void Acts_on_the_listed_events_of_guests_and_on_no_old_news(string @event, string detail, int age, string? outcome)
    {
        var payload = $$"""{"event": "{{@event}}", "instance_uuid": "{{Instance}}", "vir_domain_event": "{{detail}}"}""";
        var report = Report(payload, NotificationType.Vm) with { GeneratedAt = DateTimeOffset.UnixEpoch - TimeSpan.FromSeconds(age) };

        var plan = Planner().Plan(report, RecoveryMethod.Auto);

        Assert.That(plan.EndsAtOnce?.Kind.ToString(), Is.EqualTo(outcome));
        Assert.That(plan.Alternatives.SelectMany(flow => flow.Tasks).Select(task => task.ConfName),
            Is.EqualTo(outcome is null ? GuestTasks : []));
    }

    [Test]
    public void Owns_the_processes_of_a_host_apart_from_the_host()
    {
        var report = Report("""{"event": "STOPPED", "process_name": "nova-compute"}""", NotificationType.Process);

        Assert.That(Planner().SubjectsOf(report), Is.EqualTo([ClaimSubject.Processes(report.SourceHostUuid)]));
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
    [TestCase(HostDown, NotificationType.ComputeHost, RecoveryMethod.ReservedHost, true)]
    [TestCase("""{"event": "STARTED", "host_status": "NORMAL"}""", NotificationType.ComputeHost, RecoveryMethod.Auto, false)]
    [TestCase("""{"event": "STOPPED", "host_status": "UNKNOWN"}""", NotificationType.ComputeHost, RecoveryMethod.Auto, false)]
    [TestCase("not JSON", NotificationType.ComputeHost, RecoveryMethod.Auto, false)]
    [TestCase(HostDown, NotificationType.Process, RecoveryMethod.Auto, false)]
    public void Only_the_evacuation_of_a_host_may_be_held(string payload, NotificationType type, RecoveryMethod method, bool expected) =>
        Assert.That(Planner().IsEvacuation(Report(payload, type), method), Is.EqualTo(expected));

    private static readonly string[] TaskNames =
        ["disable_compute_service_task", "prepare_HA_enabled_instances_task", "evacuate_instances_task"];

    private static readonly string[] GuestTasks = ["stop_instance_task", "start_instance_task", "confirm_instance_active_task"];

    private static readonly string[] ProcessTasks = ["disable_compute_node_task", "confirm_compute_node_disabled_task"];

    private static RecoveryPlanner Planner() => new(
        new TaskCatalog(TaskNames.Concat(GuestTasks).Concat(ProcessTasks).Reverse().Select(name => new NamedTask(name))), new GuestEvents());

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
