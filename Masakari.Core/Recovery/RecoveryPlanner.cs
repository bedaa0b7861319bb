using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.HostFailure;
using Masakari.Core.Recovery.InstanceFailure;
using Masakari.Core.Recovery.ProcessFailure;
using Masakari.Core.Segments;

namespace Masakari.Core.Recovery;

/// <summary>
/// Decides what a notification needs: which subjects its recovery owns, and which flows are run for which kind of failure and recovery
/// method. No other class of the engine decides that by a payload.
/// </summary>
internal sealed class RecoveryPlanner(TaskCatalog catalog, GuestEvents guestEvents)
{
    /// <summary>What the recovery of a notification owns: one instance has one recovery at a time, and so has one host.</summary>
    public IReadOnlyList<ClaimSubject> SubjectsOf(Notification notification) => Read(notification) switch
    {
        Notifications.InstanceFailure failure => [ClaimSubject.Instance(failure.Instance)],
        Notifications.ProcessFailure => [ClaimSubject.Processes(notification.SourceHostUuid)],
        _ => [ClaimSubject.Host(notification.SourceHostUuid)],
    };

    /// <summary>The flows of a recovery, or how the notification ends without one.</summary>
    public RecoveryPlan Plan(Notification notification, RecoveryMethod method) => Read(notification) switch
    {
        Notifications.HostFailure failure => Plan(failure, method),
        Notifications.InstanceFailure failure => Plan(failure, notification),
        Notifications.ProcessFailure failure => Plan(failure),
        UnreadableFailure { Why: var why } => RecoveryPlan.Ends(TaskOutcome.Ignore(why)),
        var other => throw new InvalidOperationException($"There is no plan for {other}."),
    };

    /// <summary>Whether the recovery evacuates a host: only that is held in a mass failure.</summary>
    public bool IsEvacuation(Notification notification, RecoveryMethod method) =>
        Read(notification) is Notifications.HostFailure failure && Plan(failure, method).EndsAtOnce is null;

    private RecoveryPlan Plan(Notifications.HostFailure failure, RecoveryMethod method)
    {
        if (!string.Equals(failure.HostStatus, "NORMAL", StringComparison.OrdinalIgnoreCase))
            return RecoveryPlan.Ends(TaskOutcome.Ignore(
                $"The reported host_status is {failure.HostStatus ?? "missing"}, not NORMAL: the failure of the host is not confirmed."));
        return failure.Event switch
        {
            "STARTED" => RecoveryPlan.Ends(TaskOutcome.Skip("The report says that the host has started: there is nothing to recover.")),
            "STOPPED" => RecoveryPlan.Of(Evacuate(method)),
            var other => RecoveryPlan.Ends(TaskOutcome.Ignore($"The reported event is {other ?? "missing"}, which is not known.")),
        };
    }

    private RecoveryPlan Plan(Notifications.InstanceFailure failure, Notification notification) =>
        guestEvents.WhyIgnored(failure, notification) is { } why
            ? RecoveryPlan.Ends(TaskOutcome.Ignore(why))
            : RecoveryPlan.Of(new RecoveryFlow(
                FlowPlace.First, catalog.Find(StopInstance.Name, StartInstance.Name, ConfirmInstanceActive.Name)));

    private RecoveryPlan Plan(Notifications.ProcessFailure failure) => failure switch
    {
        { Event: "STARTED" } => RecoveryPlan.Ends(TaskOutcome.Skip(
            $"The report says that process {failure.ProcessName} has started: there is nothing to recover.")),
        { Event: "STOPPED", ProcessName: "nova-compute" } => RecoveryPlan.Of(new RecoveryFlow(
            FlowPlace.First, catalog.Find(DisableComputeNode.Name, ConfirmComputeNodeDisabled.Name))),
        { Event: "STOPPED" } => RecoveryPlan.Ends(TaskOutcome.Skip(
            $"Process {failure.ProcessName} has stopped: only for nova-compute there is something to do.")),
        _ => RecoveryPlan.Ends(TaskOutcome.Ignore($"The reported event is {failure.Event ?? "missing"}, which is not known.")),
    };

    /// <summary>Both flows have the same tasks: what the first one has done or found out is in rows, and is not repeated in the second.</summary>
    private RecoveryFlow[] Evacuate(RecoveryMethod method)
    {
        bool[] toSpares = method switch
        {
            RecoveryMethod.Auto => [false],
            RecoveryMethod.ReservedHost => [true],
            RecoveryMethod.AutoPriority => [false, true],
            _ => [true, false],
        };
        return [.. toSpares.Select((spares, index) => Evacuate(index + 1, spares, isLast: index == toSpares.Length - 1))];
    }

    private RecoveryFlow Evacuate(int number, bool toSpares, bool isLast) => new(
        new FlowPlace(number, null) { ToSpares = toSpares, IsLast = isLast },
        catalog.Find(DisableComputeService.Name, PrepareInstances.Name, EvacuateInstances.Name));

    private static Failure Read(Notification notification) => Failure.Read(notification.Type, notification.PayloadJson);
}
