using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Permits;

namespace Masakari.Core.Recovery.InstanceFailure;

/// <summary>Starts the guest that is stopped now.</summary>
internal sealed class StartInstance(GuestWork work, TimeProvider clock) : IRecoveryTask
{
    public const string Name = "start_instance_task";

    /// <summary>For the clocks of two database nodes.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(5);

    public string ConfName => Name;

    public string WireName => "StartInstanceTask";

    /// <inheritdoc cref="StopInstance.OnlyWaits"/>
    public bool OnlyWaits => true;

    public Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct) =>
        work.RunAsync(context, isLast: false, guest => RunAsync(context, guest, ct), ct);

    private async Task<TaskOutcome> RunAsync(RecoveryContext context, GuestWork.Guest guest, CancellationToken ct)
    {
        await context.Progress.ReportAsync(0.0, $"Starting instance: {guest.Instance}");
        await WaitOutStopAsync(context, guest, ct);
        while (true)
        {
            var (server, end) = await guest.LookAsync();
            if (server is null) return end!;
            if (server is { VmState: "active", TaskState: null }) break;   // started by a former life
            if (server.TaskState is not null)
            {
                var (idle, noWait) = await guest.UntilAsync(server, one => one.TaskState is null, guest.Waits.PowerOn);
                if (noWait is not null) return noWait;
                if (idle is null) return TaskOutcome.Fail($"{GuestRules.Name(server)} stays in task_state {server.TaskState}.");
                continue;
            }
            if (server.VmState != "stopped")
                return TaskOutcome.Fail($"{GuestRules.Name(server)} is in vm_state {server.VmState}, not stopped: it cannot be started.");
            var (sent, outcome) = await StartAsync(guest);
            if (outcome is not null) return outcome;
            if (sent == ChangeEnd.Sent) break;
        }
        await context.Progress.ReportAsync(1.0, $"Started instance: {guest.Instance}");
        return TaskOutcome.Done;
    }

    private static async Task<(ChangeEnd Sent, TaskOutcome? Outcome)> StartAsync(GuestWork.Guest guest)
    {
        try
        {
            return (await guest.StartAsync(), null);
        }
        catch (OpenStackException e) when (e.Kind == FailureKind.Conflict)
        {
            var (now, end) = await guest.LookAsync();
            return now is { VmState: "active" } ? (ChangeEnd.Sent, null) : (ChangeEnd.Postponed, end ?? TaskOutcome.Fail(e.Message));
        }
    }

    /// <summary>A stop whose answer was lost may still reach Nova: it must not stop the started guest.</summary>
    private async Task WaitOutStopAsync(RecoveryContext context, GuestWork.Guest guest, CancellationToken ct)
    {
        if (guest.Journal is not { StopAge: { } age, IsStopAnswered: false, IsStartSent: false }) return;
        for (var rest = NovaTimeouts.Change + ClockMargin - age; rest > TimeSpan.Zero; rest -= guest.Waits.VerifyInterval)
        {
            context.Claim.ShowLife();
            await Task.Delay(rest < guest.Waits.VerifyInterval ? rest : guest.Waits.VerifyInterval, clock, ct);
        }
    }
}
