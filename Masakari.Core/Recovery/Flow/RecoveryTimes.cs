namespace Masakari.Core.Recovery.Flow;

/// <summary>How long a recovery has been tried, by the clock of the database, and when it is tried again.</summary>
internal sealed record RecoveryTimes
{
    /// <summary>The time of the reading.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the report was accepted, or when its hold ended.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When the evidence was gained that the host is dead; <see langword="null"/> = there is none.</summary>
    public DateTimeOffset? EvidenceAt { get; init; }

    /// <summary>When the last instance landed; <see langword="null"/> = none has.</summary>
    public DateTimeOffset? LandedAt { get; init; }

    /// <summary>How long Nova, Keystone or the database was away.</summary>
    public TimeSpan Away { get; init; }

    /// <summary>The failed attempts.</summary>
    public int Attempts { get; init; }

    /// <summary>The time for a recovery is over. Waiting for evidence uses up none of it.</summary>
    public bool IsOver(RetryOptions options) => Now >= End(options);

    /// <summary>Nothing of the time up to the next attempt counts.</summary>
    public RecoveryTimes Postponed(RetryOptions options) => this with { Away = Now - AcceptedAt + options.First };

    /// <summary>When the next attempt begins after one that failed now; <see langword="null"/> = never.</summary>
    public DateTimeOffset? NextAttempt(RetryOptions options)
    {
        if (Attempts >= options.Attempts) return null;
        var due = Now + options.First * Math.Pow(2, Attempts);
        return due <= LastProgress + Away + options.Deadline && due <= End(options) ? due : null;
    }

    private DateTimeOffset LastProgress => new[] { AcceptedAt, EvidenceAt ?? AcceptedAt, LandedAt ?? AcceptedAt }.Max();

    private DateTimeOffset End(RetryOptions options) => (EvidenceAt ?? AcceptedAt) + Away + options.GiveUp;
}
