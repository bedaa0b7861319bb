namespace Masakari.Host.Sandbox;

/// <summary>A compute host: its real state, and its nova-compute service record.</summary>
internal sealed class ComputeHost
{
    public required string Name { get; init; }
    public required string HypervisorHostname { get; init; }
    public required Guid ServiceId { get; init; }
    public required Guid HypervisorId { get; init; }
    public required int Capacity { get; init; }
    public required int BuildsAtOnce { get; init; }
    public required TimeSpan ReportInterval { get; init; }
    public required DateTimeOffset FirstHeartbeat { get; set; }
    public required string Cell { get; init; }
    public required MessageBus Bus { get; init; }

    /// <summary>When the host died; null: it is alive.</summary>
    public DateTimeOffset? DeadSince { get; set; }

    /// <summary>A heartbeat that was queued while the host lived and is recorded later, perhaps after its death.</summary>
    public DateTimeOffset? LateHeartbeat { get; set; }

    /// <summary>What the host's own resource tracker last wrote: it never falls after a death.</summary>
    public int TrackedInstances { get; set; }

    /// <summary>How often the host has died; work from before a death is lost.</summary>
    public int Deaths { get; set; }

    public HashSet<Instance> Instances { get; } = [];

    public bool Disabled { get; set; }
    public string? DisabledReason { get; private set; }
    public bool ForcedDown { get; private set; }

    /// <summary>The last change of the service record through the API; it changes updated_at as a heartbeat does.</summary>
    public DateTimeOffset? WrittenAt { get; private set; }

    /// <summary>
    /// A disable that the dead compute has not received waits in the message queue; the compute obeys it when it restarts.
    /// </summary>
    public bool DisableWaitsInQueue { get; set; }

    /// <summary>Until this time the scheduler ignores the host, whatever its service record says.</summary>
    public DateTimeOffset UnschedulableUntil { get; set; }

    /// <summary>The number of instances being built here; <see cref="WaitingBuilds"/> holds the builds that wait.</summary>
    public int Building { get; set; }
    public Queue<Action> WaitingBuilds { get; } = new();

    /// <summary>The number of evacuations to this host that have not ended.</summary>
    public int Arriving { get; set; }

    public bool IsAlive => DeadSince is null;

    /// <summary>Changes the service record.</summary>
    /// <returns>False: it was so before; then `updated_at` stays too.</returns>
    public bool Write(bool disabled, string? reason, bool forcedDown, DateTimeOffset now)
    {
        if ((disabled, reason, forcedDown) == (Disabled, DisabledReason, ForcedDown)) return false;
        (Disabled, DisabledReason, ForcedDown, WrittenAt) = (disabled, reason, forcedDown, now);
        return true;
    }

    public DateTimeOffset LastHeartbeat(DateTimeOffset now)
    {
        var alive = DeadSince is { } died && died < now ? died : now;
        var last = Bus.LastDelivered(FirstHeartbeat + (Math.Floor((alive - FirstHeartbeat) / ReportInterval) * ReportInterval), ReportInterval);
        return LateHeartbeat > last ? LateHeartbeat.Value : last;
    }

    /// <summary>
    /// Nova's view, which lags behind the real state. Only heartbeats count: a change of the record changes updated_at alone.
    /// </summary>
    public bool LooksUp(DateTimeOffset now, TimeSpan downTime) => !ForcedDown && now - LastHeartbeat(now) <= downTime;

    public DateTimeOffset UpdatedAt(DateTimeOffset now)
    {
        var heartbeat = LastHeartbeat(now);
        return WrittenAt > heartbeat ? WrittenAt.Value : heartbeat;
    }
}
