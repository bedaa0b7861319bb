using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Permits;

namespace Masakari.Core.Recovery.ProcessFailure;

/// <summary>Waits until Nova shows the service disabled.</summary>
internal sealed class ConfirmComputeNodeDisabled(INova nova, RecoveryPermits permits, ProcessFailureOptions options, TimeProvider clock)
    : IRecoveryTask
{
    public const string Name = "confirm_compute_node_disabled_task";

    public string ConfName => Name;

    public string WireName => "ConfirmComputeNodeDisabledTask";

    public bool OnlyWaits => true;

    public async Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct)
    {
        var host = context.Host.Name;
        await context.Progress.ReportAsync(0.0, $"Confirming compute service is disabled on host: {host}");
        for (var began = clock.GetTimestamp(); (await nova.FindServiceAsync(host, ct)).Value is not { Enabled: false };)
        {
            if (await permits.AbortOfAsync(context.Claim, ct) is { } order) return TaskOutcome.Abort(order);
            if (options.Limit > TimeSpan.Zero && clock.GetElapsedTime(began) > options.Limit)
                return TaskOutcome.Fail($"Nova does not show nova-compute on host {host} as disabled after {options.Limit.TotalSeconds:0} seconds.");
            context.Claim.ShowLife();
            await Task.Delay(options.VerifyInterval, clock, ct);
        }
        await context.Progress.ReportAsync(1.0, $"Confirmed compute service is disabled on host: {host}");
        return TaskOutcome.Done;
    }
}
