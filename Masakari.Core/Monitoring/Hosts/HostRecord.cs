namespace Masakari.Core.Monitoring.Hosts;

/// <summary>What the monitor knows of one host, over many rounds and over restarts.</summary>
internal sealed record HostRecord
{
    /// <summary>How it was judged last; <see cref="HostState.Unknown"/> = never yet.</summary>
    public HostState State { get; init; }

    /// <summary>Since when it is in this state.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What Masakari has accepted.</summary>
    public Telling Told { get; init; }

    /// <summary>What waits in the spool. Not kept over a restart: then it is asked for again, which replaces what waits.</summary>
    public Telling? Asked { get; init; }

    /// <summary>The newest sign of a crash that was known while the host was online: it belongs to the past.</summary>
    public DateTimeOffset? OldCrash { get; init; }

    /// <summary>When that sign was first seen while the host was online.</summary>
    public DateTimeOffset? OldCrashSeenAt { get; init; }

    /// <summary>The fencing that ended this failure's doubts; <see langword="null"/> = none was seen.</summary>
    public DateTimeOffset? FencedAt { get; init; }

    /// <summary>What Masakari knows, or will know when the spool is empty.</summary>
    public Telling Latest => Asked ?? Told;
}
