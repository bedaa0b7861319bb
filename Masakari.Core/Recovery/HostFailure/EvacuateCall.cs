using System.Runtime.ExceptionServices;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// The one call that may never be made twice. (1) Its intent is written under the epoch of the claim. (2) It is sent within two seconds of
/// that, or not at all. (3) The permit, asked when the request is about to go, sees a lost claim. (4) The client never repeats a change.
/// (5) What Nova rejected is taken off the record; what got lost stays there, and <see cref="MoveRules"/> waits it out.
/// </summary>
internal sealed class EvacuateCall(
    INova nova, INovaChanges changes, ServerWatcher watcher, RecoveryPermits permits, MoveJournal journal, TimeProvider clock,
    ILogger<EvacuateCall> logger)
{
    private const int TriesWhenOverloaded = 5;
    private const int TriesToBeInTime = 5;

    /// <summary>An intent older than this is no longer acted on.</summary>
    public static readonly TimeSpan IntentIsFresh = TimeSpan.FromSeconds(2);

    /// <summary>Asks Nova; returns when Nova has accepted, or shows that it heard a call whose answer was lost.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="source">Shows a record that somebody else's evacuation left meanwhile.</param>
    /// <param name="view">The instance, ready to be evacuated.</param>
    /// <param name="newestRecord">Nova's newest evacuation record of the instance before this call.</param>
    /// <param name="slot">Hears of trouble that comes from load.</param>
    /// <param name="ct">Ends the wait between two tries.</param>
    /// <returns>
    /// <see langword="false"/> when Nova was not asked: a pause, an abort or a new record came before the call, or the host no longer looks
    /// dead.
    /// </returns>
    /// <exception cref="OpenStackException">Nova rejected it, or did not hear it.</exception>
    public async Task<bool> SendAsync(
        RecoveryContext context, SourceView source, MoveView view, long newestRecord, EvacuationSlot slot, CancellationToken ct)
    {
        var (notification, instance) = (context.Notification.Uuid, view.Journal.Instance);
        for (var attempt = 1; ; attempt++)
        {
            OpenStackException failure;
            using (await changes.EnterAsync(ct))   // before the intent, which would grow old in the queue
            {
                if (!source.IsDead || (await source.EvacuationsNowAsync(instance, ct)).NewestId() > newestRecord) return false;
                try
                {
                    if (!await SendInTimeAsync(context, source, view.Journal, newestRecord)) return false;
                    logger.EvacuateSent(notification, instance);
                    context.Phases.NoteActed();
                    return true;
                }
                catch (OpenStackException e)
                {
                    failure = e;
                }
            }
            if (IsLoad(failure)) slot.Trouble();
            if (failure.MayHaveHappened)
            {
                logger.EvacuateAnswerLost(notification, instance, failure.Message);
                if (await WasHeardAsync(view, newestRecord, ct)) return true;
                ExceptionDispatchInfo.Throw(failure);
            }
            await journal.NoteRejectedAsync(context.Claim, view.Journal);
            if (failure.Kind != FailureKind.Overloaded || attempt == TriesWhenOverloaded) ExceptionDispatchInfo.Throw(failure);
            await Task.Delay(view.Waits.VerifyInterval * Math.Pow(2, attempt - 1), clock, ct);
        }
    }

    /// <summary>Waits until Nova shows an evacuation above a number.</summary>
    /// <returns><see langword="false"/> when the limit passed.</returns>
    public async Task<bool> IsShownWithinAsync(Server server, string source, long above, TimeSpan limit, CancellationToken ct) =>
        await watcher.UntilAsync(server, source, polled => polled.Evacuations.NewestAbove(above), limit, ct) is not null;

    /// <summary>
    /// Waits until Nova shows an evacuation of an instance that is being rebuilt, or the rebuild is over; as long as for an evacuation.
    /// </summary>
    public Task AwaitRebuildAsync(MoveView view, CancellationToken ct)
    {
        var newest = view.Evacuations.NewestId();
        return watcher.UntilAsync(
            view.Server!, view.Source,
            polled => polled.Server is not { } server || !MoveRules.IsBeingRebuilt(server) || polled.Evacuations.NewestId() > newest
                ? polled : null,
            view.Waits.Evacuation, ct);
    }

    /// <summary>Watches the evacuation to its end, or to its time limit.</summary>
    /// <returns>The view with the landing; without one, it did not end within the limit.</returns>
    public async Task<MoveView> WatchAsync(MoveView view, EvacuationSlot slot, CancellationToken ct)
    {
        var (server, before) = (view.Server!, view.WatchAbove);
        InstanceView? last = null;
        slot.Accept();
        var landing = await watcher.UntilAsync(server, view.Source, See, Hear, view.Waits.Evacuation, ct);
        if (landing is { Failure: null }) slot.Begin();
        else slot.Trouble();
        return view with { Landing = landing, LastPolled = last };

        Landing? See(InstanceView polled) => MoveRules.LandingOf(last = polled, view.Source, before, server.VmState);

        void Hear(IReadOnlyList<EvacuationRecord> evacuations)
        {
            if (evacuations.NewestAbove(before) is not { } newest) return;
            if (newest.HasBegun) slot.Begin();
            if (newest.IsDone) slot.Leave();
        }
    }

    /// <summary>
    /// A slow commit, login or connection makes the intent stale before the call could go: it is then written anew. A pause, an abort, or a
    /// host that no longer looks dead takes it back: <see langword="false"/>.
    /// </summary>
    private async Task<bool> SendInTimeAsync(RecoveryContext context, SourceView source, MoveJournalEntry move, long newestRecord)
    {
        for (var attempt = 1; attempt <= TriesToBeInTime; attempt++)
        {
            var began = clock.GetTimestamp();
            await journal.NoteIntentAsync(context.Claim, move, context.Flow, newestRecord);
            var permit = permits.ForIntent(context.Claim, isFresh: () => source.IsDead && clock.GetElapsedTime(began) <= IntentIsFresh);
            if (await changes.EvacuateAsync(move.Instance, context.Flow.Target, permit, CancellationToken.None)) return true;
            if (permit.Answer == PermitAnswer.Stale && source.IsDead) continue;
            await journal.NoteRejectedAsync(context.Claim, move);
            return false;
        }
        const string Slow = "The evacuate call was not sent: the database or Keystone is too slow.";
        throw new OpenStackException(FailureKind.Overloaded, Slow) { NeverSent = true };
    }

    /// <summary>A 429, a 5xx or no answer in time; a refusal says nothing of Nova's load.</summary>
    private static bool IsLoad(OpenStackException failure) => failure.Kind is FailureKind.Overloaded or FailureKind.Unreachable
        && !failure.NeverSent;

    private async Task<bool> WasHeardAsync(MoveView view, long newestRecord, CancellationToken ct) =>
        await nova.FindServerAsync(view.Journal.Instance, ct) is { } server
        && await IsShownWithinAsync(server, view.Source, newestRecord, view.Waits.VerifyInterval * 3, ct);
}
