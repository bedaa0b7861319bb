using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;

namespace Masakari.Core.Recovery.InstanceFailure;

/// <summary>
/// The waits of the recoveries of guests: the many share the polls of Nova. A wait ends early when the operator aborts the notification, and
/// when the recovery of the host begins, which then also brings the guest back.
/// </summary>
internal sealed class GuestWatch(
    ServerWatcher watcher, FailedHosts failed, RecoveryPermits permits, WaitOptions waits, TimeProvider clock)
{
    /// <summary>
    /// Why the recovery of a guest ends here. It is left only to a recovery that knows the host to be dead: the guest must not stay off after
    /// a false alarm. Until that is known, a guest to which nothing was done yet waits for its next attempt.
    /// </summary>
    /// <returns>The outcome, and the recovery that brings the guest back; <see langword="null"/> = it goes on.</returns>
    public async Task<(TaskOutcome Outcome, Guid? LeftTo)?> WhyEndAsync(RecoveryContext context, bool isTouched, CancellationToken ct)
    {
        if (await permits.AbortOfAsync(context.Claim, ct) is { } order) return (TaskOutcome.Abort(order), null);
        if (await failed.FindAsync(context.Host.Uuid, ct) is not { } host) return null;
        if (!host.IsDead) return isTouched ? null : (NotKnown(context.Host.Name, host.Notification), null);
        return (LeftTo(context.Host.Name, host.Notification), isTouched ? host.Notification : null);
    }

    /// <summary>Another recovery has the instance, or is about to.</summary>
    public static TaskOutcome LeftTo(string host, Guid notification) => TaskOutcome.Skip(
        $"Left to notification {notification}: its recovery of host {host} also brings this instance back.");

    private static TaskOutcome NotKnown(string host, Guid notification) => TaskOutcome.Postpone(
        $"Host {host} was reported, too (notification {notification}), and it is not known yet whether it is dead. If it is, its recovery also "
        + "brings this instance back.");

    /// <summary>Waits until the instance is as wanted.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="server">The instance, as it was seen a moment ago.</param>
    /// <param name="isWanted">Asked about each new view; <see langword="null"/> there = the instance is gone.</param>
    /// <param name="limit">How long; zero or less = for ever.</param>
    /// <param name="isTouched">See <see cref="WhyEndAsync"/>.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The view; no view = the limit passed, or the wait ended early.</returns>
    public async Task<GuestSeen> UntilAsync(
        RecoveryContext context, Server server, Func<Server?, bool> isWanted, TimeSpan limit, bool isTouched, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = watcher.UntilAsync(server, context.Host.Name, view => isWanted(view.Server) ? view : null, limit, over.Token);
        try
        {
            while (!watch.IsCompleted)
            {
                await clock.PauseAsync(waits.VerifyInterval, watch, ct);
                context.Claim.ShowLife();
                if (!watch.IsCompleted && await WhyEndAsync(context, isTouched, ct) is { } end) return new GuestSeen(null, end);
            }
            return new GuestSeen(await watch, null);
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAny(watch);   // its failure was given on, or is of no interest any more
        }
    }
}

/// <summary>How a wait for a guest ended.</summary>
/// <param name="View">As wanted; <see langword="null"/> = the limit passed, or the wait ended early.</param>
/// <param name="End">The wait ended early; <see langword="null"/> = it did not.</param>
internal sealed record GuestSeen(InstanceView? View, (TaskOutcome Outcome, Guid? LeftTo)? End);
