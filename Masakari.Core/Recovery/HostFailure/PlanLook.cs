using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>What a look at a failed host showed, and what it added to the plan.</summary>
internal sealed record PlanLook
{
    /// <summary>The instances that Nova has on the host.</summary>
    public required IReadOnlyList<Server> Listed { get; init; }

    /// <summary>The instances of the host by the rule that leaves them out; <see langword="null"/> = none does.</summary>
    public required ILookup<LeftOutRule?, Server> LeftOut { get; init; }

    /// <summary>Instances that have no vmove because their record cannot be read.</summary>
    public required IReadOnlyList<UnreadableServer> HeldOut { get; init; }

    /// <summary>The listed instances that shall be moved, in their order; those with a vmove included.</summary>
    public required IReadOnlyList<Server> Wanted { get; init; }

    /// <summary>The moves that were planned before, in their order.</summary>
    public required IReadOnlyList<MoveJournalEntry> Known { get; init; }

    /// <summary>The instances that got a vmove now, in their order.</summary>
    public required IReadOnlyList<Server> Fresh { get; init; }

    /// <summary>Nova shows no instance on the host, and none was ever planned.</summary>
    public bool IsEmpty => Listed.Count + HeldOut.Count + Known.Count == 0;

    /// <summary>Nothing is to be moved, and no instance is held out.</summary>
    public bool HasNothingToMove => Known.Count + Fresh.Count + HeldOut.Count == 0;
}
