namespace Masakari.Core.Recovery.Journals;

/// <summary>What Nova showed of a nova-compute service in one reading: its record's time, and the settings that a PUT changes.</summary>
internal sealed record HostSighting
{
    /// <summary>The time of the reading, by Nova's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The time of the record: a heartbeat, or somebody's PUT.</summary>
    public required DateTimeOffset? UpdatedAt { get; init; }

    public required bool Enabled { get; init; }

    public required string? DisabledReason { get; init; }

    public required bool ForcedDown { get; init; }

    /// <summary>Whether two readings show the same record. The time of the readings does not matter.</summary>
    public bool ShowsTheSameAs(HostSighting? other) => UpdatedAt == other?.UpdatedAt && HasTheSettingsOf(other);

    /// <summary>A PUT by anybody changes at least one of the three settings; a heartbeat changes none.</summary>
    public bool HasTheSettingsOf(HostSighting? other) =>
        other is not null && Enabled == other.Enabled && DisabledReason == other.DisabledReason && ForcedDown == other.ForcedDown;
}
