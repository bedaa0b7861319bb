using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.Claims;

/// <summary>The row behind a <see cref="MoveJournalEntry"/>, as Dapper reads it from either database.</summary>
internal sealed record MoveJournalRow
{
    public string VMove { get; init; } = "";
    public string Instance { get; init; } = "";
    public string InstanceName { get; init; } = "";
    public string Status { get; init; } = "";
    public string VmState { get; init; } = "";
    public string? TaskState { get; init; }
    public int PowerState { get; init; }
    public bool LockedByUs { get; init; }
    public bool ResetByUs { get; init; }
    public long EvacuationsBefore { get; init; }
    public DateTime? RequestedAt { get; init; }
    public DateTime Now { get; init; }

    public MoveJournalEntry ToEntry() => new()
    {
        VMove = Guid.Parse(VMove),
        Instance = Guid.Parse(Instance),
        InstanceName = InstanceName,
        Status = VMoveStatusText.Parse(Status) ?? VMoveStatus.Pending,
        VmState = VmState,
        TaskState = TaskState,
        PowerState = PowerState,
        LockedByUs = LockedByUs,
        ResetByUs = ResetByUs,
        EvacuationsBefore = EvacuationsBefore,
        AskedAgo = RequestedAt is { } at ? Now - at : null,
    };
}
