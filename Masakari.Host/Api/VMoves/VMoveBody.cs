using Masakari.Core.VMoves;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.VMoves;

/// <summary>A vmove on the wire.</summary>
internal sealed record VMoveBody
{
    public required int Id { get; init; }
    public required Guid Uuid { get; init; }
    public required Guid NotificationUuid { get; init; }
    public required Guid InstanceUuid { get; init; }
    public required string InstanceName { get; init; }
    public required string? SourceHost { get; init; }
    public required string? DestHost { get; init; }
    public required string? StartTime { get; init; }
    public required string? EndTime { get; init; }
    public required string? Type { get; init; }
    public required string? Status { get; init; }
    public required string? Message { get; init; }
    public required string CreatedAt { get; init; }
    public required string? UpdatedAt { get; init; }
    public string? DeletedAt { get; }
    public bool Deleted { get; }

    public static VMoveBody From(VMove move) => new()
    {
        Id = move.Id,
        Uuid = move.Uuid,
        NotificationUuid = move.NotificationUuid,
        InstanceUuid = move.InstanceUuid,
        InstanceName = move.InstanceName,
        SourceHost = move.SourceHost,
        DestHost = move.DestHost,
        StartTime = WireTime.Text(move.StartTime),
        EndTime = WireTime.Text(move.EndTime),
        Type = move.Type,
        Status = move.Status?.ToText(),
        Message = move.Message,
        CreatedAt = WireTime.Text(move.CreatedAt),
        UpdatedAt = WireTime.Text(move.UpdatedAt),
    };
}
