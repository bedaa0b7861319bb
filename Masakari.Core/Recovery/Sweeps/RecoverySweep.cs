using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Liveness;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>
/// What the timer does every few seconds and at start: rings for work that no bell announced, takes over what dead owners left,
/// retries, gives up, takes forgotten locks off. For recoveries it only rings; the workers work.
/// </summary>
internal sealed class RecoverySweep(
    UnclaimedWork unclaimed, OrphanedWork orphaned, HeldWork held, DueRetries retries, ExpiredWork expired, ForgottenLocks locks, OperatorHand hand,
    RecoveryOptions options, Pulses pulses, ILogger<RecoverySweep> logger)
{
    /// <summary>Ample time for one part of a round while the database does not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private Pulse? pulse;

    /// <summary>From now on the rounds must come, until the result is disposed of; else the process counts as stuck.</summary>
    public IDisposable ExpectRounds() => pulse = pulses.Start("the sweep", options.SweepInterval * 3 + Patience);

    /// <summary>One round. A part that fails is logged and does not keep the others from their turn.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        await TryAsync("the operator's orders", hand.LookAsync, ct);   // idle engines log them, too
        await TryAsync("orphaned work", orphaned.RingAsync, ct);
        await TryAsync("held work", held.RingAsync, ct);
        await TryAsync("unclaimed work", unclaimed.RingAsync, ct);
        if (options.RetriesAndExpiry)
        {
            await TryAsync("due retries", retries.RingAsync, ct);
            await TryAsync("expired work", expired.GiveUpAsync, ct);
        }
        await TryAsync("forgotten locks", token => locks.UnlockAsync(() => pulse?.Beat(), token), ct);   // last: it alone waits for Nova
    }

    private async Task TryAsync(string part, Func<CancellationToken, Task> sweep, CancellationToken ct)
    {
        try
        {
            await sweep(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            logger.SweepFailed(e, part);
        }
        pulse?.Beat();   // failed or not: a database that is away does not make the sweep stuck
    }
}
