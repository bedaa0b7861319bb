namespace Masakari.Host.Sandbox;

/// <summary>A compute host: what it really does, and what its nova-compute service record says.</summary>
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

    /// <summary>Since when the host has been dead; null: it lives.</summary>
    public DateTimeOffset? DeadSince { get; set; }

    /// <summary>How often the host has died; what was under way in a former life is lost.</summary>
    public int Deaths { get; set; }

    public HashSet<Instance> Instances { get; } = [];

    public bool Disabled { get; set; }
    public string? DisabledReason { get; set; }
    public bool ForcedDown { get; set; }

    /// <summary>The last change of the service record through the API; it moves updated_at as a heartbeat does.</summary>
    public DateTimeOffset? WrittenAt { get; set; }

    /// <summary>A disable that the dead compute never took waits in its message queue and is obeyed when it restarts.</summary>
    public bool DisableWaitsInQueue { get; set; }

    /// <summary>Until then the scheduler passes the host by, whatever its service record says.</summary>
    public DateTimeOffset UnschedulableUntil { get; set; }

    /// <summary>Instances being built here, and those that wait for their turn.</summary>
    public int Building { get; set; }
    public Queue<Action> WaitingBuilds { get; } = new();

    /// <summary>Instances on their way to this host.</summary>
    public int Arriving { get; set; }

    public bool IsAlive => DeadSince is null;

    public DateTimeOffset LastHeartbeat(DateTimeOffset now)
    {
        var alive = DeadSince is { } died && died < now ? died : now;
        return FirstHeartbeat + (Math.Floor((alive - FirstHeartbeat) / ReportInterval) * ReportInterval);
    }

    /// <summary>What Nova believes, which lags behind the truth. Only heartbeats count: a change of the record moves updated_at alone.</summary>
    public bool LooksUp(DateTimeOffset now, TimeSpan downTime) => !ForcedDown && now - LastHeartbeat(now) <= downTime;

    public DateTimeOffset UpdatedAt(DateTimeOffset now)
    {
        var heartbeat = LastHeartbeat(now);
        return WrittenAt > heartbeat ? WrittenAt.Value : heartbeat;
    }
}
