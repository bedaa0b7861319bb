using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Claims;

/// <summary>A move about to be planned.</summary>
/// <param name="Server">The instance as it is now.</param>
/// <param name="EvacuationsBefore">Nova's highest finished evacuation record of it, 0 when there is none.</param>
/// <param name="Position">Its place in the order of moves.</param>
internal sealed record PlannedMove(Server Server, long EvacuationsBefore, int Position);
