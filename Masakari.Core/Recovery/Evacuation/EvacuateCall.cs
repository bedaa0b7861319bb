using Masakari.Core.OpenStack;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Evacuation;

/// <summary>
/// The one call that may never be made twice. Its intent is on record, under the claim, at most two seconds before it is sent; what
/// Nova refused is taken off the record; what got lost stays there.
/// </summary>
internal sealed class EvacuateCall(MoveTools tools, Claim claim, MoveJournalEntry move, string sourceHost)
{
    private const int TriesWhenOverloaded = 5;
    private const int TriesToBeInTime = 5;

    /// <summary>An intent older than this is no longer acted on.</summary>
    public static readonly TimeSpan IntentIsFresh = TimeSpan.FromSeconds(2);

    /// <summary>Asks Nova; returns when Nova has accepted, or shows that it heard a call whose answer was lost. True = it took more than one try.</summary>
    /// <param name="evacuationsBefore">Nova's newest evacuation record of the instance before this call.</param>
    /// <param name="ct">Ends the pause between two tries.</param>
    /// <exception cref="OpenStackException">Nova refused, or did not hear it.</exception>
    public async Task<bool> SendAsync(long evacuationsBefore, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await WriteIntentAsync(evacuationsBefore);
            try
            {
                await tools.Nova.EvacuateAsync(move.Instance, target: null, CancellationToken.None);
                tools.Logger.EvacuateSent(claim.Key.Notification, move.Instance);
                return attempt > 1;
            }
            catch (OpenStackException e) when (e.MayHaveHappened)
            {
                tools.Logger.EvacuateAnswerLost(e, claim.Key.Notification, move.Instance);
                if (await WasHeardAsync(evacuationsBefore, ct)) return true;
                throw;
            }
            catch (OpenStackException e)
            {
                await tools.Journal.NoteRefusedAsync(claim, move);
                if (e.Kind != FailureKind.Overloaded || attempt == TriesWhenOverloaded) throw;
            }
            await Task.Delay(tools.Waits.VerifyInterval * Math.Pow(2, attempt - 1), tools.Clock, ct);
        }
    }

    /// <summary>A slow commit makes the intent stale before the call could be sent: it is then written anew.</summary>
    private async Task WriteIntentAsync(long evacuationsBefore)
    {
        for (var attempt = 1; attempt <= TriesToBeInTime; attempt++)
        {
            var began = tools.Clock.GetTimestamp();
            await tools.Journal.NoteIntentAsync(claim, move, evacuationsBefore);
            claim.MustHold();
            if (tools.Clock.GetElapsedTime(began) <= IntentIsFresh) return;
        }
        await tools.Journal.NoteRefusedAsync(claim, move);
        throw new OpenStackException(FailureKind.Overloaded, "Evacuate was not sent: the database takes too long to write the intent down.") { NeverSent = true };
    }

    private async Task<bool> WasHeardAsync(long evacuationsBefore, CancellationToken ct)
    {
        if (await tools.Nova.FindServerAsync(move.Instance, ct) is not { } server) return false;
        var heard = await tools.Watcher.UntilAsync(
            server, sourceHost, view => Landing.Newest(view.Evacuations, evacuationsBefore), tools.Waits.VerifyInterval * 3, ct);
        return heard is not null;
    }
}
