using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Permits;

namespace Masakari.Core.Recovery.InstanceFailure;

/// <summary>Decides whether the reported guest is to be recovered, and stops it unless it is stopped already.</summary>
internal sealed class StopInstance(GuestWork work) : IRecoveryTask
{
    public const string Name = "stop_instance_task";

    public string ConfName => Name;

    public string WireName => "StopInstanceTask";

    /// <summary>The lane of the guests has its own limit.</summary>
    public bool OnlyWaits => true;

    public Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct) =>
        work.RunAsync(context, isLast: false, guest => RunAsync(context, guest), ct);

    private static async Task<TaskOutcome> RunAsync(RecoveryContext context, GuestWork.Guest guest)
    {
        await context.Progress.ReportAsync(0.0, $"Stopping instance: {guest.Instance}");
        while (true)
        {
            var (server, end) = await guest.LookAsync();
            if (server is null) return end!;
            switch (await guest.DecideAsync(server))
            {
                case GuestStep.Leave leave:
                    return leave.Outcome;
                case GuestStep.AwaitTask:
                    var (idle, noWait) = await guest.UntilAsync(server, one => one.TaskState is null, guest.Waits.PowerOff);
                    if (noWait is not null) return noWait;
                    if (idle is null) return TaskOutcome.Fail($"{GuestRules.Name(server)} stays in task_state {server.TaskState}.");
                    break;
                case GuestStep.GoOn:
                    var (locked, noStart) = await guest.BeginAsync(server);
                    if (noStart is not null) return noStart;
                    if (locked != ChangeEnd.Sent) break;
                    await context.Progress.ReportAsync(1.0, $"Stopped instance: {guest.Instance}");
                    return TaskOutcome.Done;
                case GuestStep.Stop(var reset):
                    if (await StopAsync(context, guest, server, reset) is { } outcome) return outcome;
                    break;
            }
        }
    }

    /// <returns><see langword="null"/> = a pause came between, or the instance changed: look again.</returns>
    private static async Task<TaskOutcome?> StopAsync(RecoveryContext context, GuestWork.Guest guest, Server server, bool reset)
    {
        var (locked, end) = await guest.BeginAsync(server);
        if (end is not null || locked != ChangeEnd.Sent) return end;
        try
        {
            if (await guest.StopAsync(server, reset) != ChangeEnd.Sent) return null;
        }
        catch (OpenStackException e) when (e.Kind == FailureKind.Conflict)
        {
            await context.Progress.ReportAsync(0.0, $"Nova rejects the stop of instance {guest.Instance}: {e.Message}");
            var (now, gone) = await guest.LookAsync();
            // Nova's power sync may have been faster.
            return now is null ? gone : now.VmState == "stopped" || now.TaskState is not null ? null : TaskOutcome.Fail(e.Message);
        }
        // Nova's 202 says only that the stop is queued.
        var (stopped, noWait) = await guest.UntilAsync(
            server, one => one is { VmState: "stopped", TaskState: null }, guest.Waits.PowerOff);
        if (noWait is not null) return noWait;
        if (stopped is null)
            return TaskOutcome.Fail($"{GuestRules.Name(server)} was not stopped within {guest.Waits.PowerOff.TotalSeconds:0} seconds.");
        await context.Progress.ReportAsync(1.0, $"Stopped instance: {guest.Instance}");
        return TaskOutcome.Done;
    }
}
