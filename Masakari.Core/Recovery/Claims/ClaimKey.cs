namespace Masakari.Core.Recovery.Claims;

/// <summary>One ownership of a set of subjects.</summary>
/// <param name="Subjects">All that is owned, in the order of <see cref="ClaimSubject"/>.</param>
/// <param name="Notification">The notification being worked on.</param>
/// <param name="Epoch">The number of this ownership: it grows with each change of owner, over all claims.</param>
internal sealed record ClaimKey(IReadOnlyList<ClaimSubject> Subjects, Guid Notification, long Epoch)
{
    /// <summary>For so long nobody owned what was taken over: all controllers, or the database, were away.</summary>
    public TimeSpan Unowned { get; init; }

    /// <summary>The notification was last claimed in another database, which may have had more of its writes.</summary>
    public bool IsInAnotherDatabase { get; init; }

    /// <summary>The subjects as one text, for the log.</summary>
    public string SubjectText => string.Join(", ", Subjects);
}
