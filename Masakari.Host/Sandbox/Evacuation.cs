namespace Masakari.Host.Sandbox;

/// <summary>A migration record of type evacuation.</summary>
internal sealed class Evacuation
{
    public required int Id { get; init; }
    public required Instance Instance { get; init; }
    public required ComputeHost Source { get; init; }
    public required ComputeHost? Requested { get; init; }
    public required EvacuationOutcome Outcome { get; init; }

    /// <summary>The vm_state to come back to.</summary>
    public required string OriginalVmState { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; private set; }

    /// <summary>The scheduler's choice.</summary>
    public ComputeHost? Destination { get; set; }

    /// <summary>What the migration tells: the requested host, or the chosen one once it has begun to build.</summary>
    public ComputeHost? ShownDestination { get => field ?? Requested; set; }

    public string Status { get; private set; } = "accepted";

    /// <summary>It was asked for while another one of the same instance was open, and will break the instance.</summary>
    public required bool IsSecond { get; init; }

    public bool IsOpen => Status is "accepted" or "pre-migrating";

    public void Move(string status, DateTimeOffset now) => (Status, UpdatedAt) = (status, now);
}
