using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.HostFailure.Guests;
using Masakari.Core.Recovery.Journals;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>Takes the failed host out of service and makes sure that it is dead: by proof, or by silence.</summary>
internal sealed class DisableComputeService(
    HostWatch watch, HostReturn hostReturn, GuestsSeen guests, HostJournal journal, ILogger<DisableComputeService> logger) : IRecoveryTask
{
    public const string Name = "disable_compute_service_task";

    public string ConfName => Name;

    public string WireName => "DisableComputeServiceTask";

    public bool OnlyWaits => true;

    public async Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct)
    {
        var host = context.Host.Name;
        if (await hostReturn.GoOnAsync(context, ct) is { } ended) return ended;
        await context.Progress.ReportAsync(0.0, $"Disabling compute service on host: {host}");
        if (await journal.FindAsync(context.Notification.Uuid, ct) is null)
            await journal.OpenAndMarkFailedAsync(context.Claim, context.Notification, context.Host);
        var (end, wasAway) = await WatchAsync(context, ct);
        if (end.Outcome is { } outcome) return outcome;
        if (end.IsAlive) return await hostReturn.EndAsync(context, wasAway, ct);
        if (end.HasNoService)
            return TaskOutcome.Fail($"Nova has no nova-compute service of the name {host}. Check the name of the registered host.");
        return end.Evidence is not null ? TaskOutcome.Done : TaskOutcome.Fail(
            $"Nova does not report nova-compute on host {host} as down, and receives no heartbeat from it. "
            + "No instance was moved; the service stays disabled.");
    }

    /// <summary>Watches the host until it is known to be dead or alive. Then a fence command that still runs is ended.</summary>
    /// <returns>What is known; and whether the host has missed heartbeats.</returns>
    private async Task<(WatchEnd End, bool WasAway)> WatchAsync(RecoveryContext context, CancellationToken ct)
    {
        var host = context.Host.Name;
        await using var vigil = await watch.BeginAsync(context, ct);
        var end = await KeepGuestsAndWatchAsync(context, vigil, ct);
        if (end.Evidence is { } evidence)
        {
            if (end.IsStored) logger.FoundDownBefore(context.Notification.Uuid, host, evidence.ToWords());
            await vigil.GiveDisableTimeAsync(ct);
            await context.Progress.ReportAsync(1.0, Words(host, evidence, vigil.IsDisabled));
        }
        return (end, vigil.WasAway);
    }

    /// <summary>Writes down beside the watch which guests the host has.</summary>
    private async Task<WatchEnd> KeepGuestsAndWatchAsync(RecoveryContext context, HostWatch.Vigil vigil, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var keeping = guests.KeepAsync(context, over.Token);
        try
        {
            return await vigil.UntilKnownAsync(ct);
        }
        finally
        {
            await over.CancelAsync();
            await keeping;
        }
    }

    private static string Words(string host, DeathEvidence evidence, bool isDisabled) => isDisabled
        ? $"Disabled compute service on host: {host} ({evidence.ToWords()})"
        : $"Host {host} is dead ({evidence.ToWords()}). Nova has not confirmed the disable of its compute service; the disable is repeated.";
}
