namespace Masakari.Core.Notifications;

/// <summary>A failure report whose shape has been checked, before it is accepted.</summary>
public sealed record NotificationDraft
{
    /// <inheritdoc cref="Notification.Type"/>
    public required NotificationType Type { get; init; }

    /// <summary>The name of a registered host, exact.</summary>
    public required string HostName { get; init; }

    /// <summary>The reporter's clock, UTC, with its fraction.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <inheritdoc cref="Notification.PayloadJson"/>
    public required string PayloadJson { get; init; }
}
