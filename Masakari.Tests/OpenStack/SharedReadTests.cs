using System.Collections.Concurrent;
using Masakari.Core.OpenStack;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.OpenStack;

/// <summary>Many callers, one read.</summary>
public sealed class SharedReadTests
{
    private readonly FakeClock clock = new();
    private readonly ConcurrentQueue<TaskCompletionSource<int>> reads = new();

    [Test]
    public async Task Those_who_come_during_a_read_share_the_next_one()
    {
        using var shared = Shared(TimeSpan.Zero);
        var first = shared.ReadAsync(default);
        Task<int>[] later = [shared.ReadAsync(default), shared.ReadAsync(default), shared.ReadAsync(default)];

        Next().SetResult(1);
        Assert.That(await first, Is.EqualTo(1));
        while (reads.IsEmpty) await Task.Yield();
        Next().SetResult(2);

        Assert.That(await Task.WhenAll(later), Is.EqualTo(new[] { 2, 2, 2 }));
        Assert.That(reads, Is.Empty);
    }

    [Test]
    public async Task A_fresh_answer_serves_later_callers()
    {
        using var shared = Shared(TimeSpan.FromSeconds(1));
        var first = shared.ReadAsync(default);
        Next().SetResult(1);
        await first;

        clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.That(await shared.ReadAsync(default), Is.EqualTo(1));
        clock.Advance(TimeSpan.FromSeconds(0.1));
        var second = shared.ReadAsync(default);
        Next().SetResult(2);

        Assert.That(await second, Is.EqualTo(2));
    }

    [Test]
    public void A_failure_is_shared()
    {
        using var shared = Shared(TimeSpan.FromSeconds(1));
        var first = shared.ReadAsync(default);
        Next().SetException(new OpenStackException(FailureKind.Unreachable, "away"));

        Assert.That(() => first, Throws.InstanceOf<OpenStackException>());
        Assert.That(async () => await shared.ReadAsync(default), Throws.InstanceOf<OpenStackException>());
    }

    [Test]
    public async Task Who_gives_up_takes_nobody_with_it()
    {
        using var shared = Shared(TimeSpan.FromSeconds(1));
        using var given = new CancellationTokenSource();
        var first = shared.ReadAsync(given.Token);
        var second = shared.ReadAsync(default);

        await given.CancelAsync();
        Next().TrySetCanceled(given.Token);
        while (reads.IsEmpty) await Task.Yield();
        Next().SetResult(2);

        Assert.That(() => first, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await second, Is.EqualTo(2));
    }

    private TaskCompletionSource<int> Next() => reads.TryDequeue(out var read) ? read : throw new InvalidOperationException("Nothing is read.");

    private SharedRead<int> Shared(TimeSpan staysFresh) => new(
        _ =>
        {
            var read = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            reads.Enqueue(read);
            return read.Task;
        },
        staysFresh,
        clock);
}
