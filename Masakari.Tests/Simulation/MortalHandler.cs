namespace Masakari.Tests.Simulation;

/// <summary>
/// The network of a process that can be killed or frozen: the requests of a dead one never arrive and its open requests are never
/// answered; those of a frozen one wait.
/// </summary>
internal sealed class MortalHandler(HttpMessageHandler inner, TimeProvider clock, Freezer freezer) : DelegatingHandler(inner)
{
    private volatile bool dead;
    private int callsLeft;
    private Action? strike;

    /// <summary>Sees each request at the moment when it leaves the process.</summary>
    public Action<HttpRequestMessage>? Leaving { get; set; }

    /// <summary>Sees each request when it has been answered, before the process has the answer.</summary>
    public Action<HttpRequestMessage>? Answered { get; set; }

    public void Die() => dead = true;

    /// <summary>Does something to the process when it makes its n-th call from now on, just before the call leaves.</summary>
    public void StrikeAt(int call, Action deed) => (callsLeft, strike) = (call, deed);

    /// <summary>Takes back a strike that has not come.</summary>
    public void Spare() => strike = null;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref callsLeft) == 0) strike?.Invoke();
        await freezer.PassAsync();
        if (!dead)
        {
            var answer = await AnswerAsync(request, cancellationToken);
            if (!dead) return answer;
            answer.Dispose();
        }
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
        throw new InvalidOperationException("The dead don't speak.");
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            // Whoever sends a change may still refuse when the body is written: such a call has not left.
            if (request.Content is { } content) await content.LoadIntoBufferAsync(ct);
            Leaving?.Invoke(request);
            if (dead) await Task.Delay(Timeout.InfiniteTimeSpan, clock, ct);
            var answer = await base.SendAsync(request, ct);
            Answered?.Invoke(request);
            return answer;
        }
        finally
        {
            await freezer.PassAsync();
        }
    }
}
