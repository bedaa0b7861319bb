namespace Masakari.Core.Recovery;

/// <summary>
/// How many hosts are evacuated at the same time. A recovery that only looks at its host and waits for evidence occupies no worker: it
/// must not hold up the recovery of a host whose death is proved.
/// </summary>
internal sealed class HostWorkers(LaneOptions options) : IDisposable
{
    private readonly SemaphoreSlim free = new(options.Workers, options.Workers);

    /// <summary>Waits for a worker. Disposing of the result frees it.</summary>
    public async Task<IDisposable> OccupyAsync(CancellationToken ct)
    {
        await free.WaitAsync(ct);
        return new Worker(free);
    }

    public void Dispose() => free.Dispose();

    private sealed class Worker(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
