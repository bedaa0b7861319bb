namespace Masakari.Host.Sandbox;

/// <summary>A host at one moment: its real state (alive), and the state that Nova shows.</summary>
internal sealed record HostSnapshot(
    string Name, Guid ServiceId, bool IsAlive, bool IsUp, bool IsDisabled, string? DisabledReason, bool IsForcedDown,
    DateTimeOffset UpdatedAt, int Instances);
