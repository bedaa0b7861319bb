using System.Data.Common;
using Masakari.Core.Recovery.Liveness;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// The right to work on a set of hosts and instances. All that its owner writes goes through it: each transaction begins by touching the
/// rows of the claim under their epoch, so that a former owner can no longer write.
/// </summary>
internal sealed class ClaimSet : IAsyncDisposable
{
    private readonly ClaimStore store;
    private readonly Lease lease;
    private readonly Pulse pulse;
    private readonly WriteQueue writes;
    private readonly CancellationTokenSource closing = new();
    private readonly Task renewing;

    public ClaimSet(ClaimStore store, ClaimKey key, Lease lease, Pulse pulse, TimeProvider clock)
    {
        (this.store, Key, this.lease, this.pulse) = (store, key, lease, pulse);
        writes = new WriteQueue(store, key, lease, pulse, clock);
        renewing = store.RenewUntilAsync(key, lease, closing.Token);
    }

    /// <summary>Subjects, notification and epoch: what every write is checked against.</summary>
    public ClaimKey Key { get; }

    /// <summary>The notification being worked on.</summary>
    public Guid Notification => Key.Notification;

    /// <summary>Cancelled when the owner must stop acting.</summary>
    public CancellationToken Lost => lease.Lapsed;

    /// <summary>
    /// Whether the owner must stop acting, by its own clock. Asked before everything that changes something outside the database.
    /// </summary>
    public bool IsLost => lease.HasLapsed;

    /// <exception cref="ClaimLostException">The owner must stop acting.</exception>
    public void MustHold()
    {
        if (IsLost) throw new ClaimLostException(Key);
    }

    /// <summary>Said by whoever waits without writing: the work under the claim is not stuck. Every write says so by itself.</summary>
    public void ShowLife() => pulse.Beat();

    /// <summary>Writes under the claim's epoch, together with what others write at the moment.</summary>
    /// <exception cref="ClaimLostException">The claim is another's; nothing was written.</exception>
    public Task WriteAsync(ClaimWrite write) => writes.WriteAsync([write]);

    /// <inheritdoc cref="WriteQueue.WriteAsync"/>
    public Task WriteAsync(IReadOnlyList<ClaimWrite> all) => writes.WriteAsync(all);

    /// <summary>Runs <paramref name="write"/> in a transaction under the claim's epoch; it may be run again after a deadlock.</summary>
    /// <exception cref="ClaimLostException">The claim is another's; nothing was written.</exception>
    public Task WriteAsync(Func<DbTransaction, Task> write) => WriteAsync(new OtherWrite(write));

    /// <inheritdoc cref="WriteQueue.WriteSoon"/>
    public void WriteSoon(ClaimWrite write, Action<Exception> failed) => writes.WriteSoon(write, failed);

    /// <summary>Gives the claim back: the work is done, or stands in the row for a retry.</summary>
    public async Task GiveBackAsync()
    {
        await writes.WriteAllAsync();
        await StopRenewingAsync();   // a renewal that came after it would find the claim gone
        await store.GiveBackAsync(Key);
    }

    /// <summary>Ends the lease now and leaves the work unfinished: whoever sweeps next takes it over.</summary>
    public async Task LeaveAsync()
    {
        await writes.WriteAllAsync();
        await StopRenewingAsync();
        await store.LeaveAsync(Key);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopRenewingAsync();
            await writes.DisposeAsync();
        }
        finally
        {
            store.Forget(Key.Subjects);
            pulse.Dispose();
            await lease.DisposeAsync();
            closing.Dispose();
        }
    }

    private async Task StopRenewingAsync()
    {
        await closing.CancelAsync();
        await renewing;
    }
}
