using System.Data.Common;

namespace Masakari.Core.Recovery.Claims;

/// <summary>Under which conditions a claim is taken.</summary>
internal sealed record ClaimWish
{
    /// <summary>Only if a former owner of the notification has left one of the subjects.</summary>
    public required bool OnlyLapsed { get; init; }

    /// <summary>
    /// Asked within the transaction, after the counter of epochs was raised: it sees all claims that were taken before, and two takers
    /// cannot both pass unseen by each other. It may be asked again after a deadlock. <see langword="null"/> = there is none.
    /// </summary>
    public Func<DbTransaction, Task<bool>>? Condition { get; init; }
}
