namespace Masakari.Tests.RealCloud;

/// <summary>How far a recovery has got, by the service's tables and Nova's at one moment.</summary>
internal sealed record RecoveryProgress
{
    public string Status { get; init; } = "";

    /// <summary>Claims that any controller holds for the recovery.</summary>
    public long Claims { get; init; }

    public long Pending { get; init; }
    public long Ongoing { get; init; }
    public long Succeeded { get; init; }
    public long Failed { get; init; }

    /// <summary>Instances that the service has locked, by its journal.</summary>
    public long LockedByUs { get; init; }

    /// <summary>Instances that Nova still shows on the failed host.</summary>
    public long OnSource { get; init; }

    public bool IsOver => Status is "finished" or "failed" or "ignored";
}
