using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Flow;

/// <summary>
/// How long each phase of a recovery took: noted with the recovery's next real write, and shown at the end of each attempt. The phases are
/// for the reader: one that cannot be noted fails nothing.
/// </summary>
internal sealed class RecoveryPhases(ClaimSet claim, Database database, TimeProvider clock, ILogger logger)
{
    private int acted;

    /// <summary>The recovery has begun.</summary>
    public void NoteClaimed() => Note(RecoveryPhase.Claimed);

    /// <summary>Nova accepted an evacuate, stop or start.</summary>
    public void NoteActed()
    {
        if (Interlocked.Exchange(ref acted, 1) == 0) Note(RecoveryPhase.Acted);
    }

    /// <summary>An instance is back.</summary>
    public void NoteBack() => Note(RecoveryPhase.Back);

    /// <summary>Shows the phases in the workflow details and in the log.</summary>
    public async Task ShowAsync(RecoveryContext context)
    {
        try
        {
            PhaseTimes? times = null;
            await claim.WriteAsync(async transaction => times = await PhaseTimes.ReadAsync(database, transaction, claim.Notification));
            if (times is null) return;
            await context.Progress.AddAsync(times.ToWords());
            logger.Phases(claim.Notification, context.Host.Name, times.ToWords());
        }
        catch (Exception e) when (e is not (OperationCanceledException or ClaimLostException))
        {
            NotNoted(e);
        }
    }

    private void Note(RecoveryPhase phase)
    {
        var reached = clock.GetTimestamp();
        claim.WriteSoon(new PhaseNote(claim.Notification, phase, () => clock.GetElapsedTime(reached)), NotNoted);
    }

    private void NotNoted(Exception e) => logger.ProgressNotWritten(claim.Notification, e.Message);
}
