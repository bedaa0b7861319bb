namespace Masakari.Tests.Simulation;

/// <summary>The wire of a process that can die: what is sent afterwards never arrives, what is under way is never answered.</summary>
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
