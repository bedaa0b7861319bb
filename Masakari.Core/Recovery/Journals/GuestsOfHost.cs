namespace Masakari.Core.Recovery.Journals;

/// <summary>What a recovery has written down about the guests of its host.</summary>
internal sealed record GuestsOfHost
{
    /// <summary>The instances of the host were listed and written down.</summary>
    public bool IsComplete { get; init; }

    /// <summary>The last heartbeat of the host then, by Nova's clock; <see langword="null"/> = not known.</summary>
    public DateTimeOffset? HeartbeatAt { get; init; }

    /// <summary>How long ago the host was found to be back, by the clock of the database; <see langword="null"/> = it was not.</summary>
    public TimeSpan? ReturnedFor { get; init; }

    /// <summary>It had missed heartbeats before it was back: it may have rebooted.</summary>
    public bool WasAway { get; init; }

    /// <summary>The instances that were active.</summary>
    public IReadOnlySet<Guid> Active { get; init; } = new HashSet<Guid>();

    /// <summary>The instances that were stopped.</summary>
    public IReadOnlySet<Guid> Stopped { get; init; } = new HashSet<Guid>();

    /// <summary>The instances that were about to be started after the return of the host.</summary>
    public IReadOnlySet<Guid> ToStart { get; init; } = new HashSet<Guid>();
}
