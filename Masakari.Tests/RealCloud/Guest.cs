namespace Masakari.Tests.RealCloud;

/// <summary>A server on the host that will die, and its expected state afterwards.</summary>
/// <param name="Id">Nova's id.</param>
/// <param name="FinalState">Its vm_state on the new host.</param>
/// <param name="LockedByOwner">Whether its owner locked it: then the service neither locks nor unlocks it.</param>
internal sealed record Guest(Guid Id, string FinalState, bool LockedByOwner);
