using Masakari.Core.OpenStack.Http;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.OpenStack.Nova;

/// <summary>
/// Answers all waiting recoveries from shared polls: per <c>verify_interval</c> one list of changed servers and one list of
/// evacuations per source host being watched, whatever the number of instances. Polls only while somebody waits. A poll that
/// fails is logged and the next one comes; only their limits end the waits.
/// </summary>
/// <param name="nova">What is polled.</param>
/// <param name="interval">From the beginning of one poll to that of the next, at least.</param>
/// <param name="clock">Counts intervals and limits.</param>
/// <param name="logger">Told when polls begin to fail and when they work again.</param>
public sealed class ServerWatcher(INova nova, TimeSpan interval, TimeProvider clock, ILogger<ServerWatcher> logger)
{
    private static readonly TimeSpan LastLookLimit = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly HashSet<Watch> watches = [];
    private bool polling;

    /// <summary>
    /// Waits until <paramref name="verdict"/> gives an answer about the instance. It is asked only with what was polled after this
    /// call began, and at the end of the limit with one last look.
    /// </summary>
    /// <param name="known">The instance as the caller last saw it, seconds ago; stands in until a poll shows it changed.</param>
    /// <param name="sourceHost">The host whose evacuations are of interest.</param>
    /// <param name="verdict">Gives <see langword="null"/> to go on waiting. What it throws comes out of this call.</param>
    /// <param name="limit">How long to wait; zero or less = for ever.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The verdict, or <see langword="null"/> when the limit passed.</returns>
    /// <exception cref="OpenStackException">The limit passed, and Nova is away: nobody knows what became of the instance.</exception>
    public Task<T?> UntilAsync<T>(Server known, string sourceHost, Func<InstanceView, T?> verdict, TimeSpan limit, CancellationToken ct)
        where T : class => UntilAsync(known, sourceHost, verdict, news: null, limit, ct);

    /// <inheritdoc cref="UntilAsync{T}(Server, string, Func{InstanceView, T}, TimeSpan, CancellationToken)"/>
    /// <param name="known">As the other.</param>
    /// <param name="sourceHost">As the other.</param>
    /// <param name="verdict">As the other.</param>
    /// <param name="news">
    /// Told of the evacuations of the instance, oldest first, as soon as they are listed: half an interval before the verdict is asked.
    /// </param>
    /// <param name="limit">As the other.</param>
    /// <param name="ct">As the other.</param>
    public async Task<T?> UntilAsync<T>(
        Server known, string sourceHost, Func<InstanceView, T?> verdict, Action<IReadOnlyList<EvacuationRecord>>? news, TimeSpan limit,
        CancellationToken ct)
        where T : class
    {
        var watch = new Watch(known, sourceHost, news, clock.GetTimestamp());
        Begin(watch);
        try
        {
            return await WithinAsync(limit, time => FirstVerdictAsync(watch, verdict, time), ct) ?? await LastLookAsync(watch, verdict, ct);
        }
        finally
        {
            End(watch);
        }
    }

    private static async Task<T?> FirstVerdictAsync<T>(Watch watch, Func<InstanceView, T?> verdict, CancellationToken ct)
        where T : class
    {
        await foreach (var view in watch.Views.ReadAllAsync(ct))
        {
            if (verdict(view) is { } answer) return answer;
        }

        throw new InvalidOperationException("The watch ended without a verdict.");
    }

    private async Task<T?> WithinAsync<T>(TimeSpan limit, Func<CancellationToken, Task<T?>> wait, CancellationToken ct)
        where T : class
    {
        if (limit <= TimeSpan.Zero) return await wait(ct);
        using var timer = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timer.Token);
        try
        {
            return await wait(either.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<T?> LastLookAsync<T>(Watch watch, Func<InstanceView, T?> verdict, CancellationToken ct)
        where T : class
    {
        try
        {
            var what = $"Nova: show instance {watch.InstanceId}";
            var server = await TimeLimit.RunAsync(LastLookLimit, what, clock, limited => nova.FindServerAsync(watch.InstanceId, limited), ct);
            return verdict(watch.LastView with { Server = server?.VmState == "deleted" ? null : server });
        }
        catch (OpenStackException e) when (!e.IsAway)
        {
            logger.LookFailed(watch.InstanceId, e.Message);
            return null;
        }
    }

    private void Begin(Watch watch)
    {
        lock (gate)
        {
            watches.Add(watch);
            if (polling) return;
            polling = true;
            // The polls serve everybody: they must not carry the request id of whoever came first.
            using (ExecutionContext.SuppressFlow()) _ = Task.Run(PollWhileWatchedAsync, CancellationToken.None);
        }
    }

    private void End(Watch watch)
    {
        lock (gate) watches.Remove(watch);
    }

    private async Task PollWhileWatchedAsync()
    {
        var poll = new WatchPoll(nova, interval / 2, clock, logger);
        for (var failures = 0; ;)
        {
            if (Watches() is not { } round) return;
            var began = clock.GetTimestamp();
            failures = await PollAsync(poll, round, failures);
            var rest = interval - clock.GetElapsedTime(began);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, clock, CancellationToken.None);
        }
    }

    /// <returns>How many polls in a row have failed now.</returns>
    private async Task<int> PollAsync(WatchPoll poll, Watch[] round, int failures)
    {
        try
        {
            await poll.RunAsync(round);
            if (failures > 0) logger.WatchAnswered(failures);
            return 0;
        }
        catch (OpenStackException e)
        {
            if (failures == 0) logger.WatchFailed(e.Message);
            return failures + 1;
        }
        catch (Exception bug)
        {
            // Nobody awaits the polls: without this the waits would hang instead of failing.
            foreach (var watch in round) watch.Fail(bug);
            return failures;
        }
    }

    /// <returns><see langword="null"/> when nobody waits any more; the next wait begins to poll anew.</returns>
    private Watch[]? Watches()
    {
        lock (gate)
        {
            polling = watches.Count > 0;
            return polling ? [.. watches] : null;
        }
    }
}
