namespace Masakari.Core.OpenStack;

/// <summary>
/// One read for many callers at the same time. A caller gets what was asked for after it came, or what is fresh still; those who come while
/// a read is under way share the next one. While the service hangs, nobody asks a second time for the others.
/// </summary>
/// <param name="read">Reads.</param>
/// <param name="staysFresh">For so long an answer serves later callers, too; zero = it does not.</param>
/// <param name="clock">Counts that time.</param>
internal sealed class SharedRead<T>(Func<CancellationToken, Task<T>> read, TimeSpan staysFresh, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim reading = new(1);
    private Task<T>? last;
    private long sentAt;
    private long started;

    /// <summary>The value. A failure is shared, too.</summary>
    public async Task<T> ReadAsync(CancellationToken ct)
    {
        var before = Interlocked.Read(ref started);
        await reading.WaitAsync(ct);
        try
        {
            if (last is not null && (started > before || clock.GetElapsedTime(sentAt) < staysFresh)) return await last;
            sentAt = clock.GetTimestamp();
            Interlocked.Increment(ref started);
            last = read(ct);
            await Task.WhenAny(last);
            if (!last.IsCanceled) return await last;
            last = null;   // by this caller, not by the others
            throw new OperationCanceledException(ct);
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose() => reading.Dispose();
}
