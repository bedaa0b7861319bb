namespace Masakari.Host.Sandbox;

/// <summary>
/// The pending events of the cloud. Nothing runs in the background: each request first executes the events that are due, in order.
/// </summary>
internal sealed class CloudTimeline(TimeProvider clock)
{
    private readonly PriorityQueue<Action, (DateTimeOffset When, long Order)> coming = new();
    private long order;

    /// <summary>During an event its due time, otherwise the time of the last request.</summary>
    public DateTimeOffset Now { get; private set; } = clock.GetUtcNow();

    public void After(TimeSpan delay, Action deed) => coming.Enqueue(deed, (Now + delay, order++));

    public void CatchUp()
    {
        var now = clock.GetUtcNow();
        while (coming.TryPeek(out var deed, out var moment) && moment.When <= now)
        {
            coming.Dequeue();
            Now = moment.When;
            deed();
        }

        Now = now;
    }
}
