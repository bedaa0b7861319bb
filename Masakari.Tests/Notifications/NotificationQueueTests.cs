using Masakari.Core.Notifications;

namespace Masakari.Tests.Notifications;

public sealed class NotificationQueueTests
{
    private const int Capacity = 1024;

    private NotificationQueue queue = null!;

    [SetUp]
    public void Open() => queue = new NotificationQueue();

    [Test]
    public async Task Gives_the_uuids_of_a_type_in_the_order_of_the_rings()
    {
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());

        queue.Ring(one, NotificationType.Vm);
        queue.Ring(two, NotificationType.Vm);

        Assert.That(await TakeAsync(NotificationType.Vm), Is.EqualTo([one, two]));
    }

    [Test]
    public async Task Has_a_lane_for_each_type()
    {
        var rung = Enum.GetValues<NotificationType>().ToDictionary(type => type, _ => Guid.NewGuid());

        foreach (var (type, uuid) in rung) queue.Ring(uuid, type);

        foreach (var (type, uuid) in rung) Assert.That(await TakeAsync(type), Is.EqualTo([uuid]), $"{type}");
    }

    [Test]
    public async Task Drops_the_ring_that_finds_its_lane_full_and_keeps_those_before()
    {
        var kept = Enumerable.Range(0, Capacity).Select(_ => Guid.NewGuid()).ToList();
        kept.ForEach(uuid => queue.Ring(uuid, NotificationType.Vm));

        queue.Ring(Guid.NewGuid(), NotificationType.Vm);

        Assert.That(await TakeAsync(NotificationType.Vm), Is.EqualTo(kept));
    }

    [Test]
    public async Task A_full_lane_leaves_the_others_free()
    {
        var host = Guid.NewGuid();
        for (var i = 0; i <= Capacity; i++) queue.Ring(Guid.NewGuid(), NotificationType.Vm);

        queue.Ring(host, NotificationType.ComputeHost);

        Assert.That(await TakeAsync(NotificationType.ComputeHost), Is.EqualTo([host]));
    }

    /// <summary>Those that wait in a lane. The reader looks for more only by waiting, which ends at once.</summary>
    private async Task<IReadOnlyList<Guid>> TakeAsync(NotificationType type)
    {
        using var end = new CancellationTokenSource();
        var taken = new List<Guid>();
        await using var reader = queue.ReadAllAsync(type, end.Token).GetAsyncEnumerator(end.Token);
        while (true)
        {
            var next = reader.MoveNextAsync();
            if (!next.IsCompleted) await end.CancelAsync();
            try
            {
                await next;
            }
            catch (OperationCanceledException)
            {
                return taken;
            }
            taken.Add(reader.Current);
        }
    }
}
