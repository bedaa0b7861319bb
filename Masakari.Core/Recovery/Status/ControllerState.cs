namespace Masakari.Core.Recovery.Status;

/// <summary>One process with a recovery engine.</summary>
public sealed record ControllerState
{
    /// <summary>Machine and process id, such as <c>ctl1 (4711)</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its version of Masakari; <see langword="null"/> = it wrote none.</summary>
    public string? Version { get; init; }

    /// <summary>When it began to look for work.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The time since it last looked for work; <see langword="null"/> = it wrote nothing.</summary>
    public TimeSpan? SeenAgo { get; init; }

    /// <summary>It looks for work as often as it should.</summary>
    public bool IsAlive { get; init; }

    /// <summary>How many recoveries it owns.</summary>
    public int Recoveries { get; init; }

    /// <summary>
    /// The time until the first of its leases ends; negative = it has ended, and another controller takes over. <see langword="null"/> =
    /// it owns none.
    /// </summary>
    public TimeSpan? LeaseLeft { get; init; }
}
