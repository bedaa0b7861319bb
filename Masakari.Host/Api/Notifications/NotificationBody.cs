using System.Text.Json;
using System.Text.Json.Serialization;
using Masakari.Core.Notifications;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Notifications;

/// <summary>A notification on the wire.</summary>
internal sealed record NotificationBody
{
    public required int Id { get; init; }
    public required Guid NotificationUuid { get; init; }
    public required string GeneratedTime { get; init; }
    public required Guid SourceHostUuid { get; init; }
    public required string Type { get; init; }
    public required JsonElement Payload { get; init; }
    public required string Status { get; init; }

    /// <summary>Only in the answer for one notification, since version 1.1. All other answers do not have the field.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TaskBody>? RecoveryWorkflowDetails { get; init; }
    public required Guid? FailoverSegmentUuid { get; init; }
    public required string? Message { get; init; }
    public required string CreatedAt { get; init; }
    public required string? UpdatedAt { get; init; }
    public string? DeletedAt { get; }
    public bool Deleted { get; }

    public static NotificationBody From(Notification notification) => new()
    {
        Id = notification.Id,
        NotificationUuid = notification.Uuid,
        GeneratedTime = WireTime.Text(notification.GeneratedAt),
        SourceHostUuid = notification.SourceHostUuid,
        Type = notification.Type.ToText(),
        Payload = Readable(notification.PayloadJson),
        Status = notification.Status.ToText(),
        FailoverSegmentUuid = notification.SegmentUuid,
        Message = notification.Message,
        CreatedAt = WireTime.Text(notification.CreatedAt),
        UpdatedAt = WireTime.Text(notification.UpdatedAt),
    };

    /// <summary>The notification with the reports of its tasks.</summary>
    public static NotificationBody From(Notification notification, IReadOnlyList<TaskDetail> details) =>
        From(notification) with { RecoveryWorkflowDetails = [.. details.Select(TaskBody.From)] };

    /// <summary>The stored payload, or its text as a JSON string: a row of the Python original may hold any text.</summary>
    private static JsonElement Readable(string stored)
    {
        try
        {
            var payload = JsonElement.Parse(stored);
            _ = JsonSerializer.SerializeToUtf8Bytes(payload);   // fails on half of a surrogate pair, which the parser accepts
            return payload;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return JsonSerializer.SerializeToElement(stored);
        }
    }
}
