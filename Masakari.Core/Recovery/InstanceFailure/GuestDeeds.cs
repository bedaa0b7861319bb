using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.InstanceFailure;

/// <summary>
/// What is asked of Nova for a guest. Each change stands in the journal before it is sent. None is cancelled half-way, and each is postponed
/// when a pause comes between.
/// </summary>
internal sealed class GuestDeeds(
    INova nova, INovaChanges changes, InstanceState states, InstanceLock locks, InstanceJournal journal, RecoveryPermits permits,
    ILogger<GuestDeeds> logger)
{
    /// <summary>The instance; <see langword="null"/> = it is gone.</summary>
    public Task<Server?> FindAsync(Guid instance, CancellationToken ct) => nova.FindServerAsync(instance, ct);

    /// <summary>Who stopped the instance; <see langword="null"/> = nobody knows, or Nova does not tell.</summary>
    public async Task<StopCause?> ReadCauseAsync(Guid instance, CancellationToken ct)
    {
        try
        {
            return StopCause.Find(await nova.ListActionsAsync(instance, ct));
        }
        catch (OpenStackException e) when (!e.IsAway)
        {
            logger.CauseUnreadable(instance, e.Message);
            return null;
        }
    }

    /// <summary>Locks the instance; the journal has the lock already.</summary>
    public Task<ChangeEnd> LockAsync(ClaimSet claim, Guid instance, LockState known, CancellationToken ct) =>
        locks.LockUnlessPausedAsync(claim, journal.LockOf(claim, instance), known, ct);

    /// <summary>Takes our lock off.</summary>
    public Task UnlockAsync(ClaimSet claim, Guid instance, LockState known, CancellationToken ct) =>
        locks.UnlockAsync(claim, journal.LockOf(claim, instance), known.MayComeLate, ct);

    /// <summary>Asks Nova to stop the instance, after a reset of its vm_state to active if that is needed.</summary>
    /// <param name="claim">The recovery's claim.</param>
    /// <param name="server">The instance.</param>
    /// <param name="reset">Whether its vm_state is reset.</param>
    /// <param name="isFirst">No stop was sent before: if Nova rejects this one, a stop of the instance is not ours.</param>
    /// <param name="ct">Gives up before a call.</param>
    public async Task<ChangeEnd> StopAsync(ClaimSet claim, Server server, bool reset, bool isFirst, CancellationToken ct)
    {
        await journal.NoteStopAsync(claim);
        if (reset && await states.ResetUnlessPausedAsync(claim, server.Id, "active", ct) is var early and not ChangeEnd.Sent) return early;
        try
        {
            var end = await permits.SendUnlessPausedAsync(claim, permit => changes.StopAsync(server.Id, permit, CancellationToken.None), ct);
            journal.NoteStopAnswered(claim, NotNoted);
            return end;
        }
        catch (OpenStackException e) when (e.Kind == FailureKind.Conflict && isFirst)
        {
            await journal.NoteStopRejectedAsync(claim);
            throw;
        }

        void NotNoted(Exception e) => logger.StopNotNoted(server.Id, e.Message);
    }

    /// <summary>Asks Nova to start the instance.</summary>
    public async Task<ChangeEnd> StartAsync(ClaimSet claim, Guid instance, CancellationToken ct)
    {
        await journal.NoteStartAsync(claim);
        return await permits.SendUnlessPausedAsync(claim, permit => changes.StartAsync(instance, permit, CancellationToken.None), ct);
    }
}
