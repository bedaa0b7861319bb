namespace Masakari.Core.Recovery.Sweeps;

/// <summary>Whether the tables hold any work at the beginning of a round. Most rounds find none, and end after this one statement.</summary>
internal sealed record SweepLook
{
    /// <summary>For a round whose look failed: each part looks for itself.</summary>
    public static SweepLook Unknown { get; } = new() { HasUnfinished = true, HasClaims = true, HasLocks = true, HasSpares = true };

    /// <summary>There are notifications that are not over.</summary>
    public required bool HasUnfinished { get; init; }

    /// <summary>There are claims: owned ones, or free ones that are to be deleted.</summary>
    public required bool HasClaims { get; init; }

    /// <summary>There are instances that we have locked.</summary>
    public required bool HasLocks { get; init; }

    /// <summary>There are reserved hosts that recoveries have taken, and that may be given back yet.</summary>
    public required bool HasSpares { get; init; }
}
