namespace Masakari.Core.Recovery.HostFailure.Guests;

/// <summary>An instance of a host that is back, which its user wants active.</summary>
/// <param name="Id">Nova's id.</param>
/// <param name="WasStopped">
/// It was stopped at the first look: then it is wanted only if Nova itself stopped it shortly before the host fell silent.
/// </param>
internal sealed record Guest(Guid Id, bool WasStopped);
