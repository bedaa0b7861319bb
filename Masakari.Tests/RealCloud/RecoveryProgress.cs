namespace Masakari.Tests.RealCloud;

/// <summary>How far a recovery is, by our tables and Nova's at one moment.</summary>
internal sealed record RecoveryProgress
{
    public string Status { get; init; } = "";

    /// <summary>Claims that somebody holds for it.</summary>
    public long Claims { get; init; }

    public long Pending { get; init; }
    public long Ongoing { get; init; }
    public long Succeeded { get; init; }
    public long Failed { get; init; }

    /// <summary>Instances that carry our lock, by our journal.</summary>
    public long LockedByUs { get; init; }

    /// <summary>Instances that Nova still has on the failed host.</summary>
    public long OnSource { get; init; }

    public bool IsOver => Status is "finished" or "failed" or "ignored";
}
