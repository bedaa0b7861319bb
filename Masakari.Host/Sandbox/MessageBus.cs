namespace Masakari.Host.Sandbox;

/// <summary>
/// The message bus between Nova's parts. While the bus is away no heartbeat of any compute is recorded, and casts wait in their
/// queues; the API and the database go on.
/// </summary>
internal sealed class MessageBus
{
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> outages = [];

    public void GoAway(DateTimeOffset now, TimeSpan duration) => outages.Add((now, now + duration));

    /// <summary>How long a message that is sent at that moment waits for its delivery.</summary>
    public TimeSpan Delay(DateTimeOffset sent) => OutageAt(sent) is { } outage ? outage.To - sent : TimeSpan.Zero;

    /// <summary>The newest of the regular heartbeats up to <paramref name="last"/> that reached the conductors.</summary>
    public DateTimeOffset LastDelivered(DateTimeOffset last, TimeSpan interval)
    {
        while (OutageAt(last) is { } outage)
            last -= (Math.Floor((last - outage.From) / interval) + 1) * interval;
        return last;
    }

    private (DateTimeOffset From, DateTimeOffset To)? OutageAt(DateTimeOffset moment)
    {
        foreach (var outage in outages)
        {
            if (outage.From <= moment && moment < outage.To) return outage;
        }

        return null;
    }
}
