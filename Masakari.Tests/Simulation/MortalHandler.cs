namespace Masakari.Tests.Simulation;

/// <summary>
/// The network of a process that can be killed: later requests never arrive, open requests are never answered.
/// </summary>
internal sealed class MortalHandler(HttpMessageHandler inner, TimeProvider clock) : DelegatingHandler(inner)
{
    private volatile bool dead;

    public void Die() => dead = true;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!dead)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (!dead) return answer;
            answer.Dispose();
        }
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
        throw new InvalidOperationException("The dead don't speak.");
    }
}
