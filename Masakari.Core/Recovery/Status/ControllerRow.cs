namespace Masakari.Core.Recovery.Status;

/// <summary>A row of the table <c>controllers</c>.</summary>
internal sealed record ControllerRow
{
    public string Owner { get; init; } = "";
    public string Version { get; init; } = "";
    public int SweepSeconds { get; init; }
    public DateTime StartedAt { get; init; }
    public DateTime SeenAt { get; init; }
}

/// <summary>What one owner has of <c>recovery_claims</c> for one notification.</summary>
internal sealed record ClaimRow
{
    public string Owner { get; init; } = "";
    public string NotificationUuid { get; init; } = "";
    public DateTime LeaseUntil { get; init; }
}
