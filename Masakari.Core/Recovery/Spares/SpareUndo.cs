using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;

namespace Masakari.Core.Recovery.Spares;

/// <summary>
/// Takes back in Nova what was changed on a spare. What is not as we left it was changed by somebody else, and stays. During a pause a
/// recovery waits for its end; the sweep, which may not wait, takes nothing back.
/// </summary>
internal sealed class SpareUndo(INova nova, INovaChanges changes, RecoveryPermits permits, TimeProvider clock)
{
    /// <summary>Nova stores the disable at once, and may hold its answer back for a minute when the host has died.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether somebody else has disabled the service. Once Nova has shown it enabled, any disable is somebody's. Before we enable it and while
    /// we give it back, the reason tells: we write the former one, somebody's disable has another.
    /// </summary>
    public static bool IsDisabledBySomebody(SpareEntry spare, ComputeService service) => !service.Enabled && spare switch
    {
        { Enabling: SpareEnabling.No } => false,
        { Enabling: SpareEnabling.Found } or { Enabling: SpareEnabling.Done, State: not SpareState.GivingBack } => true,
        _ => service.DisabledReason.ToStorable(most: 255) != spare.FormerReason,
    };

    /// <summary>The service if somebody else has disabled it; <see langword="null"/> = nobody has.</summary>
    public async Task<ComputeService?> FindDisabledBySomebodyAsync(SpareEntry spare, CancellationToken ct) =>
        await FindAsync(spare, ct) is { } service && IsDisabledBySomebody(spare, service) ? service : null;

    /// <summary>Disables the service with the reason that it had before.</summary>
    /// <returns>Whether it is disabled now, or was not enabled by us.</returns>
    public async Task<bool> DisableAsync(ClaimSet claim, SpareEntry spare, bool mayWait, CancellationToken ct)
    {
        if (IsNotOurs(spare)) return true;
        if (await FindAsync(spare, ct) is not { Enabled: true } service) return true;
        await using var disable = new BackgroundDisable(note: () => Task.CompletedTask, SendDisableAsync, clock, ct);
        await disable.SendAsync(service);
        await disable.GiveTimeAsync(Patience, ct);
        return await FindAsync(spare, ct) is not { Enabled: true };

        async Task<bool> SendDisableAsync(ComputeService shown, CancellationToken token)
        {
            try
            {
                return await SendAsync(claim, mayWait, permit => changes.DisableServiceAsync(shown, spare.FormerReason, permit, token), token);
            }
            catch (OperationCanceledException)
            {
                return false;   // what Nova shows decides
            }
        }
    }

    /// <summary>
    /// Enables it again: something has landed after all. A service that we have never enabled was not disabled by us either.
    /// </summary>
    /// <returns>Whether nothing is left to do.</returns>
    public async Task<bool> EnableAsync(ClaimSet claim, SpareEntry spare, bool mayWait, CancellationToken ct)
    {
        if (IsNotOurs(spare)) return true;
        if (await FindAsync(spare, ct) is not { Enabled: false } service || service.DisabledReason != spare.FormerReason) return true;
        return await SendAsync(claim, mayWait, permit => changes.EnableServiceAsync(service, permit, CancellationToken.None), ct);
    }

    /// <summary>Takes it out of the aggregates to which it was added.</summary>
    /// <returns>Whether nothing is left to do.</returns>
    public async Task<bool> LeaveAggregatesAsync(ClaimSet claim, SpareEntry spare, bool mayWait, CancellationToken ct)
    {
        if (spare.Aggregates.Count == 0) return true;
        var all = await nova.ListAggregatesAsync(ct);
        foreach (var aggregate in all.Where(one => spare.Aggregates.Contains(one.Id) && one.Hosts.Contains(spare.Name)))
        {
            var isSent = await SendAsync(
                claim, mayWait, permit => changes.RemoveFromAggregateAsync(aggregate, spare.Name, permit, CancellationToken.None), ct);
            if (!isSent) return false;
        }
        return true;
    }

    private async Task<bool> SendAsync(ClaimSet claim, bool mayWait, Func<IChangePermit, Task<bool>> undo, CancellationToken ct)
    {
        if (!mayWait) return await permits.UndoAtOnceAsync(claim, undo);
        await permits.UndoAsync(claim, undo, ct);
        return true;
    }

    private static bool IsNotOurs(SpareEntry spare) => spare.Enabling is SpareEnabling.No or SpareEnabling.Found;

    private async Task<ComputeService?> FindAsync(SpareEntry spare, CancellationToken ct) => (await nova.FindServiceAsync(spare.Name, ct)).Value;
}
