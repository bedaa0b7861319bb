namespace Masakari.Core.Notifications;

/// <summary>Which notifications a listing shows; <see langword="null"/> = any. Unknown words match nothing.</summary>
public sealed record NotificationFilter
{
    /// <summary>Exact wire word, e.g. <c>running</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Exact wire word, e.g. <c>COMPUTE_HOST</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Exact text of a host's uuid.</summary>
    public string? SourceHostUuid { get; init; }

    /// <summary>Only those generated at or after this moment.</summary>
    public DateTimeOffset? GeneratedSince { get; init; }
}
