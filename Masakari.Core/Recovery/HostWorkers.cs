namespace Masakari.Core.Recovery;

/// <summary>
/// How many hosts are evacuated at the same time. A recovery that only looks at its host and waits for evidence occupies no worker: it
/// must not hold up the recovery of a host whose death is proved.
/// </summary>
internal sealed class HostWorkers(LaneOptions options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim free = new(options.Workers, options.Workers);

    /// <summary>Waits for a worker. Disposing of the result frees it.</summary>
    /// <param name="showLife">Called while it waits: who waits for a worker is not stuck.</param>
    /// <param name="isOver">Asked while it waits: whether the worker is not needed any more.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns><see langword="null"/> = it is not needed any more.</returns>
    public async Task<IDisposable?> OccupyAsync(Action showLife, Func<CancellationToken, Task<bool>> isOver, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var turn = free.WaitAsync(over.Token);
        Worker? worker = null;
        try
        {
            while (!turn.IsCompleted)
            {
                await clock.PauseAsync(BetweenLooks, turn, ct);
                if (turn.IsCompleted) break;
                showLife();
                if (await isOver(ct)) return null;
            }
            await turn;
            return worker = new Worker(free);
        }
        finally
        {
            await over.CancelAsync();
            if (worker is null) await LeaveAsync(turn);
        }
    }

    public void Dispose() => free.Dispose();

    /// <summary>The worker may have become free at the last moment.</summary>
    private async Task LeaveAsync(Task turn)
    {
        try
        {
            await turn;
            free.Release();
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more.
        }
    }

    private sealed class Worker(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
