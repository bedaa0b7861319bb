using Masakari.Core.OpenStack;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Evacuation;

/// <summary>
/// The one call that may never be made twice. Its intent is on record, under the claim, at most two seconds before it is sent, which is
/// looked at when the request is about to go; what Nova refused is taken off the record; what got lost stays there.
/// </summary>
internal sealed class EvacuateCall(MoveTools tools, Claim claim, MoveJournalEntry move, string sourceHost)
{
    private const int TriesWhenOverloaded = 5;
    private const int TriesToBeInTime = 5;

    /// <summary>An intent older than this is no longer acted on.</summary>
    public static readonly TimeSpan IntentIsFresh = TimeSpan.FromSeconds(2);

    /// <summary>Asks Nova; returns when Nova has accepted, or shows that it heard a call whose answer was lost.</summary>
    /// <param name="evacuationsBefore">Nova's newest evacuation record of the instance before this call.</param>
    /// <param name="ct">Ends the wait between two tries.</param>
    /// <returns>The number of tries, a lost answer counted as one more; 0 when a pause or an abort came before the call: Nova was not asked.</returns>
    /// <exception cref="OpenStackException">Nova refused, or did not hear it.</exception>
    public async Task<int> SendAsync(long evacuationsBefore, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (!await SendInTimeAsync(evacuationsBefore)) return 0;
                tools.Logger.EvacuateSent(claim.Key.Notification, move.Instance);
                return attempt;
            }
            catch (OpenStackException e) when (e.MayHaveHappened)
            {
                tools.Logger.EvacuateAnswerLost(claim.Key.Notification, move.Instance, e.Message);
                if (await WasHeardAsync(evacuationsBefore, ct)) return attempt + 1;
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

    /// <summary>
    /// A slow commit, login or connection makes the intent stale before the call could go: it is then written anew. A pause or an abort takes
    /// it back: <see langword="false"/>.
    /// </summary>
    private async Task<bool> SendInTimeAsync(long evacuationsBefore)
    {
        for (var attempt = 1; attempt <= TriesToBeInTime; attempt++)
        {
            var began = tools.Clock.GetTimestamp();
            await tools.Journal.NoteIntentAsync(claim, move, evacuationsBefore);
            var sending = await claim.SendNowAsync(
                () => tools.Nova.EvacuateAsync(move.Instance, target: null, CancellationToken.None),
                isFresh: () => tools.Clock.GetElapsedTime(began) <= IntentIsFresh);
            if (sending == Sending.Sent) return true;
            if (sending == Sending.TooLate) continue;
            await tools.Journal.NoteRefusedAsync(claim, move);
            return false;
        }
        const string Slow = "The evacuate call was not sent: the database or Keystone is too slow.";
        throw new OpenStackException(FailureKind.Overloaded, Slow) { NeverSent = true };
    }

    private async Task<bool> WasHeardAsync(long evacuationsBefore, CancellationToken ct)
    {
        if (await tools.Nova.FindServerAsync(move.Instance, ct) is not { } server) return false;
        var heard = await tools.Watcher.UntilAsync(
            server, sourceHost, view => Landing.Newest(view.Evacuations, evacuationsBefore), tools.Waits.VerifyInterval * 3, ct);
        return heard is not null;
    }
}
