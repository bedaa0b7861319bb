using Masakari.Core.OpenStack;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.HostFailure;
using Masakari.Tests.OpenStack;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Recovery.HostFailure;

/// <summary>When a list of the instances of a host counts: which readings it needs, and when it is read again.</summary>
public sealed class BelievedListTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly FakeClock clock = new();

    [TestCase(new[] { true }, new[] { 2 }, 2, 0, TestName = "Believes a list when the reading after it shows the service")]
    [TestCase(new[] { false, true }, new[] { 1, 2 }, 2, 1, TestName = "Looks again when the reading after a list does not show the service")]
    [TestCase(new[] { false, true }, new[] { 0 }, 0, 2, TestName = "An empty list without the service does not count as the first of two")]
    [TestCase(new[] { true }, new[] { 0 }, 0, 1, TestName = "Believes an empty list that is seen twice")]
    [TestCase(new[] { true }, new[] { 0, 2 }, 2, 1, TestName = "Does not believe one empty list")]
    [TestCase(new[] { true, false, true }, new[] { 0, 0, 2 }, 2, 2, TestName = "Looks again when the second empty list is not to be believed")]
    public async Task Looks_until_a_list_counts(bool[] service, int[] instances, int found, double seconds)
    {
        var began = clock.GetUtcNow();
        var read = Believed(new ListedNova(service, instances)).ReadAsync("c1", default);
        await clock.RunUntilAsync(() => read.IsCompleted, Long);

        Assert.That(((await read).Readable.Count, (clock.GetUtcNow() - began).TotalSeconds), Is.EqualTo((found, seconds)));
    }

    [Test]
    public async Task Gives_up_with_longer_and_longer_pauses_when_nova_never_shows_the_service()
    {
        var (nova, began) = (new ListedNova([false], [2]), clock.GetUtcNow());
        var read = Believed(nova).ReadAsync("c1", default);
        await clock.RunUntilAsync(() => read.IsCompleted, Long);

        var failure = await Failures.OfAsync(read);
        Assert.That((failure.Kind, nova.ServiceReadings, nova.Lists), Is.EqualTo((FailureKind.Unreachable, 6, 6)));
        Assert.That((clock.GetUtcNow() - began).TotalSeconds, Is.EqualTo(1 + 2 + 4 + 8 + 16));
        Assert.That(failure.Message, Does.Contain("nova-compute of c1"));
    }

    private BelievedList Believed(ListedNova nova) => new(nova, new WaitOptions(), clock);
}
