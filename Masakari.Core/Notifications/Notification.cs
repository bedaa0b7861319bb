namespace Masakari.Core.Notifications;

/// <summary>One failure report as it is stored.</summary>
public sealed record Notification
{
    /// <summary>The table's integer id; clients page by it.</summary>
    public required int Id { get; init; }

    /// <summary>The identity in the API.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The reporter's clock, UTC. Stored in whole seconds on MySQL.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>The registered host it is about; the host may have been deleted since.</summary>
    public required Guid SourceHostUuid { get; init; }

    /// <summary>What failed.</summary>
    public required NotificationType Type { get; init; }

    /// <summary>The payload exactly as sent: a JSON object of strings, key order kept.</summary>
    public required string PayloadJson { get; init; }

    /// <summary>Where it stands.</summary>
    public NotificationStatus Status { get; init; } = NotificationStatus.New;

    /// <summary>The host's segment when it was accepted; in rows of an older schema the one that the host is in, or <see langword="null"/> when nothing is known of it.</summary>
    public Guid? SegmentUuid { get; init; }

    /// <summary>Why it was ignored, held or given up, or what its recovery waits for; or <see langword="null"/>.</summary>
    public string? Message { get; init; }

    /// <summary>When it was accepted: UTC, whole seconds, our clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>UTC, whole seconds.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
