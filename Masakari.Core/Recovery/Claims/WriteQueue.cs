using System.Collections.Concurrent;
using Masakari.Core.Recovery.Liveness;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// The writes of one claim, in the order in which they arrive. Those that arrive while a transaction is under way share the next one.
/// Writes that can wait ride with the next one that cannot, or are written after a second.
/// </summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    /// <summary>So that the transaction takes some ten milliseconds at most, and a renewal of the claim does not wait for its rows.</summary>
    private const int MostInABatch = 200;

    private static readonly TimeSpan RidesAtMost = TimeSpan.FromSeconds(1);

    private readonly ClaimStore store;
    private readonly ClaimKey key;
    private readonly Lease lease;
    private readonly Pulse pulse;
    private readonly ConcurrentQueue<Pending> pending = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly ITimer rideEnds;
    private int riding;
    private Task lastRide = Task.CompletedTask;

    public WriteQueue(ClaimStore store, ClaimKey key, Lease lease, Pulse pulse, TimeProvider clock)
    {
        (this.store, this.key, this.lease, this.pulse) = (store, key, lease, pulse);
        rideEnds = clock.CreateTimer(
            _ => lastRide = Task.WhenAll(lastRide, WriteAllAsync()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Writes all of these, in as few transactions as the size of a batch allows.</summary>
    /// <exception cref="ClaimLostException">The claim is another's; what was not written by then is not written.</exception>
    public async Task WriteAsync(IReadOnlyList<ClaimWrite> writes)
    {
        MustHold();
        var mine = writes.Select(write => new Pending(write)).ToList();
        foreach (var one in mine) pending.Enqueue(one);
        await DrainAsync(() => mine.TrueForAll(one => one.Written.Task.IsCompleted));
        await Task.WhenAll(mine.Select(one => one.Written.Task));
    }

    /// <summary>Takes a write in that can wait. Its failure fails nobody.</summary>
    /// <param name="write">The write.</param>
    /// <param name="failed">Told when it could not be written; not when the claim was lost.</param>
    /// <exception cref="ClaimLostException">The owner must stop acting.</exception>
    public void WriteSoon(ClaimWrite write, Action<Exception> failed)
    {
        MustHold();
        pending.Enqueue(new Pending(write) { Failed = failed });
        if (Interlocked.Exchange(ref riding, 1) == 0) rideEnds.Change(RidesAtMost, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Writes what still waits.</summary>
    public Task WriteAllAsync() => DrainAsync(() => pending.IsEmpty);

    public async ValueTask DisposeAsync()
    {
        await rideEnds.DisposeAsync();
        await lastRide;
        writing.Dispose();
    }

    private void MustHold()
    {
        if (lease.HasLapsed) throw new ClaimLostException(key);
    }

    private async Task DrainAsync(Func<bool> isDone)
    {
        await writing.WaitAsync(CancellationToken.None);
        try
        {
            while (!isDone()) await WriteBatchAsync();
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task WriteBatchAsync()
    {
        Interlocked.Exchange(ref riding, 0);   // before the queue is read: what comes later sets the timer anew
        var batch = new List<Pending>();
        while (batch.Count < MostInABatch && pending.TryDequeue(out var next)) batch.Add(next);
        if (batch.Count == 0) return;
        try
        {
            await SendAsync(batch, touchAlone: false);
        }
        catch (Exception e) when (e is not ClaimLostException && !store.IsAway(e))
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
            await SendAsync([one], touchAlone: true);
        }
        catch (Exception e)
        {
            Fail([one], e);
        }
    }

    private async Task SendAsync(List<Pending> some, bool touchAlone)
    {
        MustHold();   // while the database is away, a queue of writes ends with the lease
        await store.WriteAsync(key, [.. some.Select(one => one.Write)], touchAlone);
        pulse.Beat();
        some.ForEach(one => one.Written.SetResult());
    }

    private void Fail(List<Pending> some, Exception e)
    {
        if (e is ClaimLostException) lease.Lose();
        foreach (var one in some)
        {
            if (one.Failed is null) one.Written.TrySetException(e);
            else if (e is not ClaimLostException) one.Failed(e);
        }
    }

    private sealed record Pending(ClaimWrite Write)
    {
        /// <summary>Told instead of a waiting writer; <see langword="null"/> = somebody waits.</summary>
        public Action<Exception>? Failed { get; init; }

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
