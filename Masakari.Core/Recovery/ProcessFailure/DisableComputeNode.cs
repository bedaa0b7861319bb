using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;

namespace Masakari.Core.Recovery.ProcessFailure;

/// <summary>
/// Takes a host whose nova-compute stopped out of service: on maintenance, and disabled in Nova. Its guests run on. The journal says that the
/// maintenance is ours, so that a later report about the whole host is accepted.
/// </summary>
internal sealed class DisableComputeNode(
    INova nova, ComputeServiceSwitch service, HostJournal journal, FailedHosts failed, RecoveryPermits permits, ProcessFailureOptions options,
    TimeProvider clock) : IRecoveryTask
{
    public const string Name = "disable_compute_node_task";

    public string ConfName => Name;

    public string WireName => "DisableComputeNodeTask";

    public bool OnlyWaits => true;

    public async Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct)
    {
        var host = context.Host.Name;
        if (await failed.FindAsync(context.Host.Uuid, ct) is { } recovery)
            return TaskOutcome.Skip($"Left to notification {recovery.Notification}: host {host} is being recovered.");
        await context.Progress.ReportAsync(0.0, $"Disabling compute service on host: {host}");
        if (await journal.FindAsync(context.Notification.Uuid, ct) is null)
            await journal.OpenAndSetMaintenanceAsync(context.Claim, context.Notification, context.Host);
        if ((await nova.FindServiceAsync(host, ct)).Value is not { } found)
            return TaskOutcome.Fail($"Nova has no nova-compute service of the name {host}. Check the name of the registered host.");
        if (!found.Enabled)
        {
            await context.Progress.ReportAsync(1.0, $"Compute service is already disabled on host: {host}");
            return TaskOutcome.Done;
        }
        if (await DisableAsync(context, found, ct) is { } end) return end;
        await context.Progress.ReportAsync(1.0, $"Disabled compute service on host: {host}");
        return TaskOutcome.Done;
    }

    /// <summary>
    /// Until Nova says that it is done, or shows it: when the whole host has just died, Nova holds its answer back for a minute, but stores
    /// the change at once.
    /// </summary>
    private async Task<TaskOutcome?> DisableAsync(RecoveryContext context, ComputeService found, CancellationToken ct)
    {
        await using var disable = service.InBackground(context.Claim, options.ServiceDisableReason, ct);
        for (var began = clock.GetTimestamp(); ;)
        {
            if (await permits.AbortOfAsync(context.Claim, ct) is { } order) return TaskOutcome.Abort(order);
            var look = clock.GetTimestamp();
            if (disable.IsIdleSince(look)) await disable.SendAsync(found);
            await disable.GiveTimeAsync(options.VerifyInterval, ct);
            if (disable.IsAnswered || (await nova.FindServiceAsync(context.Host.Name, ct)).Value is { Enabled: false }) return null;
            if (options.Limit > TimeSpan.Zero && clock.GetElapsedTime(began) > options.Limit)
                return TaskOutcome.Fail($"Nova did not disable nova-compute on host {context.Host.Name} within {options.Limit.TotalSeconds:0} seconds.");
            context.Claim.ShowLife();
            var rest = options.VerifyInterval - clock.GetElapsedTime(look);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, clock, ct);
        }
    }
}
