using Masakari.Core.Recovery.Flow;

namespace Masakari.Core.Recovery.InstanceFailure;

/// <summary>Waits until Nova shows the started guest active.</summary>
internal sealed class ConfirmInstanceActive(GuestWork work) : IRecoveryTask
{
    public const string Name = "confirm_instance_active_task";

    public string ConfName => Name;

    public string WireName => "ConfirmInstanceActiveTask";

    /// <inheritdoc cref="StopInstance.OnlyWaits"/>
    public bool OnlyWaits => true;

    public Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct) =>
        work.RunAsync(context, isLast: true, guest => RunAsync(context, guest), ct);

    private static async Task<TaskOutcome> RunAsync(RecoveryContext context, GuestWork.Guest guest)
    {
        await context.Progress.ReportAsync(0.0, $"Confirming instance {guest.Instance} vm_state is ACTIVE");
        var (server, end) = await guest.LookAsync();
        if (server is null) return end!;
        var (active, noWait) = server is { VmState: "active", TaskState: null }
            ? (server, null)
            : await guest.UntilAsync(server, one => one is { VmState: "active", TaskState: null }, guest.Waits.PowerOn);
        if (noWait is not null) return noWait;
        if (active is null)
            return TaskOutcome.Fail($"{GuestRules.Name(server)} was not active within {guest.Waits.PowerOn.TotalSeconds:0} seconds after its start.");
        context.Phases.NoteBack();
        await context.Progress.ReportAsync(1.0, $"Confirmed instance {guest.Instance} vm_state is ACTIVE");
        return TaskOutcome.Done;
    }
}
