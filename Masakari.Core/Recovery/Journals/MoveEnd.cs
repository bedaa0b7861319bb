using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.Journals;

/// <summary>How an attempt at a move ended.</summary>
/// <param name="Status"><c>succeeded</c>, <c>failed</c> or <c>ignored</c>.</param>
/// <param name="Destination">The new host, or <see langword="null"/>.</param>
/// <param name="Message">Why it failed or was ignored, or what else is to be known; <see langword="null"/> = nothing.</param>
internal sealed record MoveEnd(VMoveStatus Status, string? Destination, string? Message)
{
    /// <summary>No later attempt of the notification moves the instance.</summary>
    public bool GivenUp { get; init; }

    /// <summary>The number of the live migration because of which it was not moved; <see langword="null"/> = another reason.</summary>
    public long? LiveMigration { get; init; }

    /// <summary>
    /// The record of the evacuation of which the message says that somebody must look where the guest runs; <see langword="null"/> = none.
    /// </summary>
    public long? WarnedRecord { get; init; }
}
