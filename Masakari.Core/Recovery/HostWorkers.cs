namespace Masakari.Core.Recovery;

/// <summary>
/// How many hosts are evacuated at the same time. A recovery that only looks at its host and waits for evidence occupies no worker: it
/// must not hold up the recovery of a host whose death is proved.
/// </summary>
internal sealed class HostWorkers(LaneOptions options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim free = new(options.Workers, options.Workers);

    /// <summary>Waits for a worker. Disposing of the result frees it.</summary>
    /// <param name="showLife">Called while it waits: who waits for a worker is not stuck.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IDisposable> OccupyAsync(Action showLife, CancellationToken ct)
    {
        for (var turn = free.WaitAsync(ct); ; showLife())
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await Task.WhenAny(turn, Task.Delay(SignOfLife, clock, over.Token));
            await over.CancelAsync();
            if (!turn.IsCompleted) continue;
            await turn;
            return new Worker(free);
        }
    }

    public void Dispose() => free.Dispose();

    private sealed class Worker(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
