namespace Masakari.Core.OpenStack;

/// <summary>
/// One read for many callers at the same time. A caller gets what was asked for after it came, unless it accepts an older answer. At most
/// one request is under way: while the service hangs, nobody asks a second time for the others. A failed request fails for all of its
/// callers. A caller that gives up takes nobody with it; the request ends when nobody waits for it any more.
/// </summary>
/// <param name="read">Reads.</param>
/// <param name="clock">Counts the age of an answer and the pause between two requests.</param>
internal sealed class SharedRead<T>(Func<CancellationToken, Task<T>> read, TimeProvider clock)
{
    private readonly Lock guard = new();
    private Request? newest;    // has been sent
    private Request? coming;    // waits for the newest one, or for its time

    /// <summary>Reads at once, or as soon as the request under way has ended.</summary>
    /// <param name="atMostOld">An answer is accepted whose request went out less than this time ago; zero = only a later request.</param>
    /// <param name="ct">Gives up.</param>
    public Task<SharedAnswer<T>> ReadAsync(TimeSpan atMostOld, CancellationToken ct) => AwaitAsync(Join(atMostOld), ct);

    /// <summary>Reads with the next request. All who call between two requests share it.</summary>
    /// <param name="pause">From the newest request to the next one, at least, unless somebody reads at once meanwhile.</param>
    /// <param name="ct">Gives up.</param>
    public Task<SharedAnswer<T>> ReadNextAsync(TimeSpan pause, CancellationToken ct) => AwaitAsync(JoinNext(pause), ct);

    private Request Join(TimeSpan atMostOld)
    {
        lock (guard)
        {
            var request = newest is not null && clock.GetElapsedTime(newest.SentAt) < atMostOld ? newest : Coming(TimeSpan.Zero);
            request.Callers++;
            if (request == coming) request.Hasten.TrySetResult();
            return request;
        }
    }

    private Request JoinNext(TimeSpan pause)
    {
        lock (guard)
        {
            var request = Coming(pause);
            request.Callers++;
            return request;
        }
    }

    private Request Coming(TimeSpan pause)
    {
        if (coming is not null) return coming;
        var request = coming = new Request();
        var before = newest;
        // The request serves everybody: it must not carry the request id of whoever came first.
        using (ExecutionContext.SuppressFlow()) request.Answer = Task.Run(() => RunAsync(request, before, pause), CancellationToken.None);
        return request;
    }

    private async Task<SharedAnswer<T>> RunAsync(Request request, Request? before, TimeSpan pause)
    {
        var abandoned = request.Abandoned.Token;
        if (before is not null)
        {
            await Task.WhenAny(before.Answer);
            var rest = pause - clock.GetElapsedTime(before.SentAt);
            if (rest > TimeSpan.Zero) await clock.PauseAsync(rest, request.Hasten.Task, abandoned);
        }
        lock (guard)
        {
            // Whoever left last has taken the request back under this lock; the token is cancelled a moment later.
            if (coming != request) throw new OperationCanceledException(abandoned);
            request.SentAt = clock.GetTimestamp();
            (newest, coming) = (request, null);
        }
        return new(await read(abandoned), request.SentAt);
    }

    private async Task<SharedAnswer<T>> AwaitAsync(Request request, CancellationToken ct)
    {
        try
        {
            return await request.Answer.WaitAsync(ct);
        }
        finally
        {
            if (IsAbandoned(request)) await request.Abandoned.CancelAsync();
        }
    }

    /// <summary>The last caller leaves before the answer: nobody else joins this request.</summary>
    private bool IsAbandoned(Request request)
    {
        lock (guard)
        {
            if (--request.Callers > 0 || request.Answer.IsCompleted) return false;
            if (coming == request) coming = null;
            if (newest == request) newest = null;
            return true;
        }
    }

    private sealed class Request
    {
        public int Callers { get; set; }

        public long SentAt { get; set; }

        public TaskCompletionSource Hasten { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationTokenSource Abandoned { get; } = new();

        public Task<SharedAnswer<T>> Answer { get; set; } = null!;   // set before anybody sees the request
    }
}

/// <summary>An answer that several callers may have got.</summary>
/// <param name="Value">The answer.</param>
/// <param name="SentAt">The clock's timestamp of the moment when its request went out: nothing older is in it.</param>
internal sealed record SharedAnswer<T>(T Value, long SentAt);
