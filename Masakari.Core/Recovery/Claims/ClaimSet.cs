using System.Collections.Concurrent;
using System.Data.Common;
using Masakari.Core.Recovery.Liveness;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// The right to work on a set of hosts and instances. All that its owner writes goes through <see cref="WriteAsync"/>: one transaction
/// that begins by touching the rows of the claim under their epoch, so that a former owner can no longer write. Writes that arrive while
/// another is under way share the next transaction.
/// </summary>
internal sealed class ClaimSet : IAsyncDisposable
{
    /// <summary>Few enough that those at the head of a long queue go on while the rest is being written.</summary>
    private const int MostInABatch = 40;

    private readonly ClaimStore store;
    private readonly Lease lease;
    private readonly Pulse pulse;
    private readonly ConcurrentQueue<Pending> pending = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly CancellationTokenSource closing = new();
    private readonly Task renewing;

    public ClaimSet(ClaimStore store, ClaimKey key, Lease lease, Pulse pulse)
    {
        (this.store, Key, this.lease, this.pulse) = (store, key, lease, pulse);
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

    /// <summary>Runs <paramref name="write"/> in a transaction under the claim's epoch; it may be run again after a deadlock.</summary>
    /// <exception cref="ClaimLostException">The claim is another's; nothing was written.</exception>
    public async Task WriteAsync(Func<DbTransaction, Task> write)
    {
        MustHold();
        var mine = new Pending(write);
        pending.Enqueue(mine);
        await writing.WaitAsync(CancellationToken.None);
        try
        {
            while (!mine.Written.Task.IsCompleted) await WriteBatchAsync();
        }
        finally
        {
            writing.Release();
        }
        await mine.Written.Task;
    }

    /// <summary>Gives the claim back: the work is done, or stands in the row for a retry.</summary>
    public async Task GiveBackAsync()
    {
        await StopRenewingAsync();   // a renewal that came after it would find the claim gone
        await store.GiveBackAsync(Key);
    }

    /// <summary>Ends the lease now and leaves the work unfinished: whoever sweeps next takes it over.</summary>
    public async Task LeaveAsync()
    {
        await StopRenewingAsync();
        await store.LeaveAsync(Key);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopRenewingAsync();
        }
        finally
        {
            store.Forget(Key.Subjects);
            pulse.Dispose();
            await lease.DisposeAsync();
            closing.Dispose();
            writing.Dispose();
        }
    }

    private async Task StopRenewingAsync()
    {
        await closing.CancelAsync();
        await renewing;
    }

    private async Task WriteBatchAsync()
    {
        var batch = new List<Pending>();
        while (batch.Count < MostInABatch && pending.TryDequeue(out var next)) batch.Add(next);
        try
        {
            await WriteAllAsync(batch);
        }
        catch (Exception e) when (batch.Count > 1 && e is not ClaimLostException && !store.IsAway(e))
        {
            // One of them cannot be written: each is written alone, so that it fails nobody else's.
            foreach (var one in batch) await WriteAloneAsync(one);
        }
        catch (Exception e)   // handed on to everyone whose write was in the batch
        {
            Fail(batch, e);
        }
    }

    private async Task WriteAloneAsync(Pending one)
    {
        try
        {
            await WriteAllAsync([one]);
        }
        catch (Exception e)
        {
            Fail([one], e);
        }
    }

    private async Task WriteAllAsync(List<Pending> some)
    {
        MustHold();   // while the database is away, a queue of writes ends with the lease
        await store.WriteAsync(Key, [.. some.Select(one => one.Write)]);
        pulse.Beat();
        some.ForEach(one => one.Written.SetResult());
    }

    private void Fail(List<Pending> some, Exception e)
    {
        if (e is ClaimLostException) lease.Lose();
        some.ForEach(one => one.Written.TrySetException(e));
    }

    private sealed record Pending(Func<DbTransaction, Task> Write)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
