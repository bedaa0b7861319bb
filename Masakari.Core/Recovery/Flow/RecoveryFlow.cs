using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Flow;

/// <summary>Tasks that are run in order, with a target of their own.</summary>
/// <param name="Place">Its number within the recovery, and its target.</param>
/// <param name="Tasks">At least one.</param>
internal sealed record RecoveryFlow(FlowPlace Place, IReadOnlyList<IRecoveryTask> Tasks);
