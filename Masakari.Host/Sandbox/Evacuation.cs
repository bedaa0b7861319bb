namespace Masakari.Host.Sandbox;

/// <summary>A migration record of type evacuation.</summary>
internal sealed class Evacuation
{
    public required int Id { get; init; }
    public required Instance Instance { get; init; }
    public required ComputeHost Source { get; init; }
    public required ComputeHost? Requested { get; init; }
    public required EvacuationOutcome Outcome { get; init; }

    /// <summary>The vm_state before the evacuation.</summary>
    public required string OriginalVmState { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What the server's fault says when the build fails.</summary>
    public required string FailureMessage { get; init; }

    /// <summary>The source's newest heartbeat that Nova had when it accepted.</summary>
    public required DateTimeOffset SourceHeartbeat { get; init; }
    public required DateTimeOffset? SourceWrittenAt { get; init; }

    public required bool SourceWasForcedDown { get; init; }

    /// <summary>The guest was running in truth when Nova accepted.</summary>
    public required bool GuestRan { get; init; }

    /// <summary>The source lived in truth when Nova accepted.</summary>
    public required bool SourceLived { get; init; }

    /// <summary>Somebody else asked for it, past us.</summary>
    public required bool ByHand { get; init; }

    public DateTimeOffset? UpdatedAt { get; private set; }

    /// <summary>The host that the scheduler chose.</summary>
    public ComputeHost? Destination { get; set; }

    /// <summary>The destination once the build has begun there.</summary>
    public ComputeHost? BegunOn { get; set; }

    /// <summary>The destination in the migration record.</summary>
    public ComputeHost? ShownDestination => BegunOn ?? Requested;

    public string Status { get; private set; } = "accepted";

    /// <summary>Whether it was requested while another evacuation of the instance was open: it will break the instance.</summary>
    public required bool IsSecond { get; init; }

    /// <summary>
    /// The rebuild is still to come or under way. The status alone does not tell: a source that restarts writes `completed` at once.
    /// </summary>
    public bool IsUnderWay { get; private set; } = true;

    public void Move(string status, DateTimeOffset now) => (Status, UpdatedAt) = (status, now);

    public void End(string status, DateTimeOffset now)
    {
        IsUnderWay = false;
        Move(status, now);
    }
}
