namespace Masakari.Core.OpenStack.Http;

/// <summary>Bounds a piece of work by the injected clock.</summary>
internal static class TimeLimit
{
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
