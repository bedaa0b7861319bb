using System.Collections.Concurrent;
using System.Data.Common;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.Recovery.Liveness;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// The right to work on one host or instance. Everything its owner writes goes through <see cref="WriteAsync"/>: one transaction
/// that begins by touching the claim's row under its epoch, so that a former owner can't write any more. Writes that arrive while
/// another is under way share the next transaction.
/// </summary>
internal sealed class Claim : IAsyncDisposable
{
    /// <summary>Few enough that those at the head of a long queue go on while the rest is being written.</summary>
    private const int MostInABatch = 40;

    private readonly ClaimStore store;
    private readonly Lease lease;
    private readonly OperatorHand hand;
    private readonly Pulse pulse;
    private readonly ConcurrentQueue<Pending> pending = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly CancellationTokenSource closing = new();
    private readonly Task renewing;

    public Claim(ClaimStore store, ClaimKey key, Lease lease, OperatorHand hand, Pulse pulse)
    {
        (this.store, Key, this.lease, this.hand, this.pulse) = (store, key, lease, hand, pulse);
        renewing = store.RenewUntilAsync(key, lease, closing.Token);
    }

    /// <summary>Subject, notification and epoch: what every write is checked against.</summary>
    public ClaimKey Key { get; }

    /// <summary>Cancelled when the owner must stop acting.</summary>
    public CancellationToken Lost => lease.Lapsed;

    /// <summary>Called right before every call that changes something outside the database; waits for the end of a pause.</summary>
    /// <returns><see langword="false"/> when it had to wait: what the caller knows of Nova is old.</returns>
    /// <exception cref="ClaimLostException">The owner must stop.</exception>
    /// <exception cref="AbortedException">The operator has aborted the notification.</exception>
    public async Task<bool> MayActAsync(CancellationToken ct)
    {
        MustHold();
        var atOnce = await hand.WaitAsync(Key.Notification, ShowLife, ct);
        MustHold();
        return atOnce;
    }

    /// <summary>
    /// Makes a change in Nova when <see cref="MayActAsync"/> allows it, and asks once more when its request is about to go: getting a token
    /// or a connection may have taken long.
    /// </summary>
    /// <returns><see langword="false"/> when a pause came between: Nova was not asked, and what the caller knows of Nova is old.</returns>
    /// <exception cref="ClaimLostException">The owner must stop.</exception>
    /// <exception cref="AbortedException">The operator has aborted the notification.</exception>
    public async Task<bool> TryChangeAsync(Func<Task> change, CancellationToken ct) =>
        await MayActAsync(ct) && await SendAsync(change, StopAsync) == Sending.Sent;

    /// <summary>As <see cref="TryChangeAsync"/>, for a change that is as right after a pause as before: it waits for the end of it.</summary>
    /// <exception cref="ClaimLostException">The owner must stop.</exception>
    /// <exception cref="AbortedException">The operator has aborted the notification.</exception>
    public async Task ChangeAsync(Func<Task> change, CancellationToken ct)
    {
        while (!await TryChangeAsync(change, ct))
        {
            // A pause came between, and is over.
        }
    }

    /// <summary>
    /// As <see cref="ChangeAsync"/>, to take a lock of ours off. That is a change like any other, so during a pause it waits; but it belongs
    /// to an abort, which therefore lets it through, pause or not.
    /// </summary>
    /// <exception cref="ClaimLostException">The owner must stop.</exception>
    public async Task UnlockAsync(Func<Task> unlock, CancellationToken ct)
    {
        do
        {
            try
            {
                await MayActAsync(ct);
            }
            catch (AbortedException)
            {
                MustHold();
            }
        }
        while (await SendAsync(unlock, async late => (await hand.LookAsync(late)).Aborts.ContainsKey(Key.Notification) ? null : await StopAsync(late)) != Sending.Sent);
    }

    /// <summary>Makes a change that was announced in the journal, if it may go this very moment: it waits for nothing.</summary>
    /// <param name="change">The call.</param>
    /// <param name="isFresh">Whether the announcement is still young enough; asked when the request is about to go.</param>
    /// <exception cref="ClaimLostException">The owner must stop.</exception>
    public Task<Sending> SendNowAsync(Func<Task> change, Func<bool> isFresh) => SendAsync(change, async late =>
    {
        var orders = await hand.LookAsync(late);
        if (orders.Pause is not null || orders.Aborts.ContainsKey(Key.Notification)) return Sending.Held;
        return isFresh() ? null : Sending.TooLate;
    });

    /// <exception cref="AbortedException">The operator has aborted the notification.</exception>
    public Task MustNotBeAbortedAsync(CancellationToken ct) => hand.MustNotBeAbortedAsync(Key.Notification, ct);

    /// <summary>Whether the operator has aborted the notification.</summary>
    public async Task<bool> IsAbortedAsync(CancellationToken ct) => (await hand.LookAsync(ct)).Aborts.ContainsKey(Key.Notification);

    /// <summary>Said by whoever waits without writing: the work under the claim is not stuck. Every write says so by itself.</summary>
    public void ShowLife() => pulse.Beat();

    /// <summary>Runs <paramref name="write"/> in a transaction under the claim's epoch; it may be run again after a deadlock.</summary>
    /// <exception cref="ClaimLostException">The claim is another's; nothing was written.</exception>
    public async Task WriteAsync(Func<DbConnection, DbTransaction, Task> write)
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
    public Task ReleaseAsync() => store.ReleaseAsync(Key);

    /// <summary>Leaves the work unfinished for whoever sweeps next.</summary>
    public Task AbandonAsync() => store.AbandonAsync(Key);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        try
        {
            await renewing;
        }
        finally
        {
            store.Forget(Key);
            pulse.Dispose();
            await lease.DisposeAsync();
            closing.Dispose();
            writing.Dispose();
        }
    }

    private void MustHold()
    {
        if (lease.HasLapsed) throw new ClaimLostException(Key.Subject);
    }

    /// <param name="change">The call.</param>
    /// <param name="stop">Asked when the request is about to go: why it must not, or null.</param>
    private async Task<Sending> SendAsync(Func<Task> change, Func<CancellationToken, Task<Sending?>> stop)
    {
        using var guard = BeforeSending.Ask(async late =>
        {
            if (await stop(late) is { } why) throw new HeldBackException(why);
            MustHold();
        });
        try
        {
            await change();
            return Sending.Sent;
        }
        catch (HeldBackException e)
        {
            return e.Why;
        }
    }

    private async Task<Sending?> StopAsync(CancellationToken late)
    {
        await hand.MustNotBeAbortedAsync(Key.Notification, late);
        return await hand.PauseAsync(late) is null ? null : Sending.Held;
    }

    private async Task WriteBatchAsync()
    {
        var batch = new List<Pending>();
        while (batch.Count < MostInABatch && pending.TryDequeue(out var next)) batch.Add(next);
        try
        {
            await store.WriteAsync(Key, batch.Select(one => one.Write).ToList());
            pulse.Beat();
            batch.ForEach(one => one.Written.SetResult());
        }
        catch (Exception e) when (Observe(batch, e))
        {
            if (e is ClaimLostException) lease.Lose();
        }
    }

    /// <summary>Hands the failure to everyone whose write was in the batch.</summary>
    private static bool Observe(List<Pending> batch, Exception e)
    {
        batch.ForEach(one => one.Written.TrySetException(e));
        return true;
    }

    private sealed class HeldBackException(Sending why) : Exception("Not sent.")
    {
        public Sending Why => why;
    }

    private sealed record Pending(Func<DbConnection, DbTransaction, Task> Write)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
