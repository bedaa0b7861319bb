namespace Masakari.Host.Sandbox;

/// <summary>What will happen in the cloud and when. Nothing runs by itself: whoever looks first lets the past happen, in its order.</summary>
internal sealed class CloudTimeline(TimeProvider clock)
{
    private readonly PriorityQueue<Action, (DateTimeOffset When, long Order)> coming = new();
    private long order;

    /// <summary>The moment at which things happen: that of the deed while one runs, else the last time anyone looked.</summary>
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
