using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.Evacuation;

/// <summary>How an attempt to move one instance ended.</summary>
/// <param name="Status">succeeded, failed or ignored.</param>
/// <param name="Destination">The new service host, when it landed.</param>
/// <param name="Message">Why it failed or was ignored.</param>
internal sealed record MoveEnd(VMoveStatus Status, string? Destination, string? Message)
{
    public static MoveEnd Landed(string? destination) => new(VMoveStatus.Succeeded, destination, null);

    public static MoveEnd Failed(string why, string? destination = null) => new(VMoveStatus.Failed, destination, why);

    public static MoveEnd Gone { get; } = new(VMoveStatus.Ignored, null, "The instance no longer exists.");
}
