using Masakari.Core.Hosts;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Spares;

/// <summary>
/// Finds the spare for the next instances: first one that the recovery has already, then a free one of the segment, chosen by looking at
/// Nova. Which one is not used, and why, is reported.
/// </summary>
internal sealed class SpareSupply(
    HostRepository hosts, SpareJournal journal, SpareSetup setup, SharedServices services, INova nova, ILogger<SpareSupply> logger)
{
    /// <summary>A spare that is ready for instances.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="cycle">What was tried before; what is not used is added.</param>
    /// <param name="ct">Stops between two deeds.</param>
    /// <returns>Its name; <see langword="null"/> = there is none.</returns>
    public async Task<string?> NextAsync(RecoveryContext context, SpareCycle cycle, CancellationToken ct)
    {
        foreach (var entry in await journal.ListAsync(context.Notification.Uuid, ct))
        {
            cycle.HasAny = true;
            if (cycle.HasTried(entry.Name)) continue;
            var host = await hosts.FindAsync(entry.Host, ct);
            if (host is { Reserved: true }) await journal.ForgetAsync(context.Claim, entry);   // an operator has made it a spare again
            else if (entry.State == SpareState.GivingBack) await RefuseAsync(context, cycle, new(entry.Name, "it is being given back"));
            else if (await MakeReadyAsync(context, cycle, entry, host, ct)) return entry.Name;
        }
        return await TakeAsync(context, cycle, ct);
    }

    private async Task<string?> TakeAsync(RecoveryContext context, SpareCycle cycle, CancellationToken ct)
    {
        var spares = (await hosts.ListSparesAsync(context.Host.Segment, ct)).Where(spare => spare.Uuid != context.Host.Uuid).ToList();
        cycle.HasAny |= spares.Count > 0;
        foreach (var other in await journal.ListInOtherHandsAsync(context.Host.Segment, context.Notification.Uuid, ct))
        {
            cycle.HasAny = true;
            await RefuseAsync(context, cycle, new(other, "another recovery uses it"));
        }
        if (spares.Count == 0) return null;
        var (inOrder, refused) = SpareChoice.Choose(await LookAsync(context, [.. spares.Where(spare => !cycle.HasTried(spare.Name))], ct));
        foreach (var refusal in refused) await RefuseAsync(context, cycle, refusal);
        foreach (var spare in inOrder)
        {
            if (await journal.TakeAsync(context.Claim, spare) is not { } entry)
            {
                await RefuseAsync(context, cycle, new(spare.Name, "it is no longer free"));
                continue;
            }
            logger.SpareTaken(context.Notification.Uuid, spare.Name, context.Host.Name);
            await context.Progress.ReportAsync(0.1, $"Enabling reserved host: {spare.Name}");
            if (await MakeReadyAsync(context, cycle, entry, spare with { Reserved = false }, ct)) return spare.Name;
        }
        return null;
    }

    private async Task<bool> MakeReadyAsync(
        RecoveryContext context, SpareCycle cycle, SpareEntry entry, ComputeHost? host, CancellationToken ct)
    {
        if (await setup.MakeReadyAsync(context, entry, host, ct) is not { } why)
        {
            logger.SpareReady(context.Notification.Uuid, entry.Name);
            return true;
        }
        await RefuseAsync(context, cycle, new(entry.Name, why));
        return false;
    }

    /// <summary>Says that a spare takes no more instances at present.</summary>
    public async Task RefuseAsync(RecoveryContext context, SpareCycle cycle, SpareRefusal refusal)
    {
        if (!cycle.Refuse(refusal)) return;
        logger.SpareRefused(context.Notification.Uuid, refusal.Spare, refusal.Why);
        await context.Progress.ReportAsync(0.4, $"Reserved host {refusal.Spare} is not used: {refusal.Why}");
    }

    private async Task<SpareView> LookAsync(RecoveryContext context, IReadOnlyList<ComputeHost> spares, CancellationToken ct) => new()
    {
        FailedHost = context.Host.Name,
        Spares = spares,
        Services = (await services.ReadAsync(TimeSpan.Zero, ct)).Value.Value,
        Aggregates = spares.Count > 1 ? await HintAsync(() => nova.ListAggregatesAsync(ct)) : [],
        Capacities = spares.Count > 1 ? await HintAsync(() => nova.ListCapacitiesAsync(ct)) : [],
    };

    /// <summary>Without a hint the order is another one, and nothing more.</summary>
    private static async Task<IReadOnlyList<T>> HintAsync<T>(Func<Task<IReadOnlyList<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (OpenStackException)
        {
            return [];
        }
    }
}
