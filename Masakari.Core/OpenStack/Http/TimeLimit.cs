namespace Masakari.Core.OpenStack.Http;

/// <summary>Bounds a piece of work by the injected clock.</summary>
public static class TimeLimit
{
    /// <summary>Runs the work, and cancels it when the limit has passed.</summary>
    /// <param name="limit">The longest time that the work may take; above zero.</param>
    /// <param name="what">The work's name, with which the message of the exception begins.</param>
    /// <param name="clock">Measures the limit.</param>
    /// <param name="work">The work; it obeys its token.</param>
    /// <param name="ct">Cancels the work before the limit.</param>
    /// <exception cref="OpenStackException">The limit passed; what the work asked for may still happen.</exception>
    public static async Task<T> RunAsync<T>(
        TimeSpan limit, string what, TimeProvider clock, Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var timer = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timer.Token);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException e) when (timer.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new OpenStackException(FailureKind.Unreachable, $"{what}: no answer within {limit.TotalSeconds:0.#} s", inner: e);
        }
    }
}
