using System.Collections.Concurrent;
using Masakari.Core.OpenStack;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.OpenStack;

/// <summary>Many callers, one read.</summary>
public sealed class SharedReadTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeClock clock = new();
    private readonly ConcurrentQueue<(TaskCompletionSource<int> Answer, CancellationToken Ended)> requests = new();

    [Test]
    public async Task Those_who_come_during_a_request_share_the_next_one()
    {
        var shared = Shared();
        var first = shared.ReadAsync(TimeSpan.Zero, default);
        var request = await SentAsync();
        Task<SharedAnswer<int>>[] later = [.. Enumerable.Range(0, 3).Select(_ => shared.ReadAsync(TimeSpan.Zero, default))];

        request.SetResult(1);
        Assert.That((await first).Value, Is.EqualTo(1));
        (await SentAsync()).SetResult(2);

        Assert.That((await Task.WhenAll(later)).Select(answer => answer.Value), Is.All.EqualTo(2));
        Assert.That(requests, Is.Empty);
    }

    [Test]
    public async Task An_answer_serves_only_those_who_accept_its_age()
    {
        var shared = Shared();
        var sentAt = clock.GetTimestamp();
        var first = shared.ReadAsync(TimeSpan.Zero, default);
        (await SentAsync()).SetResult(1);
        await first;

        clock.Advance(Second * 0.9);
        Assert.That(await shared.ReadAsync(Second, default), Is.EqualTo(new SharedAnswer<int>(1, sentAt)));
        var strict = shared.ReadAsync(Second * 0.9, default);
        (await SentAsync()).SetResult(2);

        Assert.That(await strict, Is.EqualTo(new SharedAnswer<int>(2, clock.GetTimestamp())));
    }

    [Test]
    public async Task The_age_counts_from_the_request_and_not_from_the_answer()
    {
        var shared = Shared();
        var first = shared.ReadAsync(TimeSpan.Zero, default);
        var request = await SentAsync();
        clock.Advance(Second);
        request.SetResult(1);
        await first;

        var second = shared.ReadAsync(Second, default);
        (await SentAsync()).SetResult(2);

        Assert.That((await second).Value, Is.EqualTo(2));
    }

    [Test]
    public async Task Looks_that_are_repeated_share_one_request_per_pause()
    {
        var shared = Shared();
        var first = shared.ReadAsync(TimeSpan.Zero, default);
        (await SentAsync()).SetResult(1);
        await first;

        for (var look = 2; look < 5; look++)
        {
            Task<SharedAnswer<int>>[] repeated = [shared.ReadNextAsync(Second, default), shared.ReadNextAsync(Second, default)];
            await PausedAsync();
            clock.Advance(Second * 0.99);
            Assert.That(requests, Is.Empty, "before the pause is over");
            clock.Advance(Second * 0.01);
            (await SentAsync()).SetResult(look);
            Assert.That((await Task.WhenAll(repeated)).Select(answer => answer.Value), Is.All.EqualTo(look));
        }
    }

    [Test]
    public async Task Who_cannot_wait_hastens_the_next_request_for_all()
    {
        var shared = Shared();
        var first = shared.ReadAsync(TimeSpan.Zero, default);
        (await SentAsync()).SetResult(1);
        await first;
        var patient = shared.ReadNextAsync(Second, default);
        await PausedAsync();

        var hasty = shared.ReadAsync(TimeSpan.Zero, default);
        (await SentAsync()).SetResult(2);

        Assert.That(((await patient).Value, (await hasty).Value), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task A_failure_is_that_of_all_who_wait()
    {
        var shared = Shared();
        var before = shared.ReadAsync(TimeSpan.Zero, default);
        var request = await SentAsync();
        Task<SharedAnswer<int>>[] all = [shared.ReadAsync(TimeSpan.Zero, default), shared.ReadNextAsync(Second, default)];
        request.SetResult(1);
        await before;

        (await SentAsync()).SetException(new OpenStackException(FailureKind.Unreachable, "away"));

        foreach (var one in all) Assert.That(async () => await one, Throws.InstanceOf<OpenStackException>());
        var next = shared.ReadAsync(TimeSpan.Zero, default);
        (await SentAsync()).SetResult(2);
        Assert.That((await next).Value, Is.EqualTo(2), "a failure is not kept");
    }

    [Test]
    public async Task Who_gives_up_takes_nobody_with_it()
    {
        var shared = Shared();
        using var given = new CancellationTokenSource();
        var before = shared.ReadAsync(TimeSpan.Zero, default);
        var request = await SentAsync();
        var first = shared.ReadAsync(TimeSpan.Zero, given.Token);
        var second = shared.ReadNextAsync(Second, default);
        request.SetResult(1);
        await before;
        request = await SentAsync();

        await given.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        request.TrySetResult(2);

        Assert.That((await second).Value, Is.EqualTo(2));
    }

    [Test]
    public async Task A_request_that_nobody_waits_for_is_ended_and_answers_nobody()
    {
        var shared = Shared();
        using var given = new CancellationTokenSource();
        var first = shared.ReadAsync(TimeSpan.Zero, given.Token);
        await SentAsync();

        await given.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        var second = shared.ReadAsync(Second, default);
        (await SentAsync()).SetResult(2);

        Assert.That((await second).Value, Is.EqualTo(2));
    }

    /// <summary>The next request, once it has gone out.</summary>
    private async Task<TaskCompletionSource<int>> SentAsync()
    {
        (TaskCompletionSource<int> Answer, CancellationToken Ended) request;
        while (!requests.TryDequeue(out request)) await Task.Yield();
        request.Ended.Register(() => request.Answer.TrySetCanceled(request.Ended));
        return request.Answer;
    }

    private Task PausedAsync() => clock.RunUntilAsync(() => true, TimeSpan.Zero);

    private SharedRead<int> Shared() => new(
        ended =>
        {
            var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            requests.Enqueue((answer, ended));
            return answer.Task;
        },
        clock);
}
