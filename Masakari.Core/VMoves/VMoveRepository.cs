using Masakari.Core.Persistence;

namespace Masakari.Core.VMoves;

/// <summary>Reads vmoves.</summary>
public sealed class VMoveRepository(Database database)
{
    private const string Columns = """
        t.id, t.uuid, t.notification_uuid, t.instance_uuid, t.instance_name, t.source_host, t.dest_host, t.start_time, t.end_time, t.type, t.status,
        t.message, t.created_at, t.updated_at
        """;

    private static readonly Listing Listing = new("vmoves", new HashSet<string>
    {
        "id", "uuid", "notification_uuid", "instance_uuid", "instance_name", "source_host", "dest_host", "start_time", "end_time", "type", "status",
        "message", "created_at", "updated_at", "deleted_at", "deleted",
    });

    /// <summary>One vmove, or <see langword="null"/>.</summary>
    public async Task<VMove?> FindAsync(Guid uuid, CancellationToken ct)
    {
        var sql = $"SELECT {Columns} FROM vmoves t WHERE t.uuid = @uuid AND t.deleted = 0";
        return (await database.FindAsync<Row>(sql, new { uuid = uuid.ToText() }, ct))?.ToVMove();
    }

    /// <summary>A page of a notification's vmoves; a refusal for an unknown marker or sort key.</summary>
    public async Task<Result<IReadOnlyList<VMove>>> ListAsync(Guid notification, VMoveFilter filter, PageRequest page, CancellationToken ct)
    {
        var cut = await Listing.PrepareAsync(database, page, ct);
        if (!cut.Ok)
            return cut.Refusal;
        var conditions = new[]
        {
            filter.Status is null ? "" : "AND " + database.Dialect.Exact("t.status", "@status"),
            filter.Type is null ? "" : "AND " + database.Dialect.Exact("t.type", "@type"),
        };
        var sql = $"""
            SELECT {Columns} FROM vmoves t {cut.Value.Join}
             WHERE t.notification_uuid = @notification AND t.deleted = 0 {string.Join(' ', conditions)} {cut.Value.Condition} {cut.Value.OrderAndLimit}
            """;
        var parameters = cut.Value.With(new
        {
            notification = notification.ToText(), status = filter.Status.ToStorable(), type = filter.Type.ToStorable(),
        });
        return (await database.QueryAsync<Row>(sql, parameters, ct)).Select(row => row.ToVMove()).ToList();
    }

    private sealed record Row
    {
        public int Id { get; init; }
        public string Uuid { get; init; } = "";
        public string NotificationUuid { get; init; } = "";
        public string InstanceUuid { get; init; } = "";
        public string InstanceName { get; init; } = "";
        public string? SourceHost { get; init; }
        public string? DestHost { get; init; }
        public DateTime? StartTime { get; init; }
        public DateTime? EndTime { get; init; }
        public string? Type { get; init; }
        public string? Status { get; init; }
        public string? Message { get; init; }
        public DateTime CreatedAt { get; init; }
        public DateTime? UpdatedAt { get; init; }

        public VMove ToVMove() => new()
        {
            Id = Id,
            Uuid = Guid.Parse(Uuid),
            NotificationUuid = Guid.Parse(NotificationUuid),
            InstanceUuid = Guid.Parse(InstanceUuid),
            InstanceName = InstanceName,
            SourceHost = SourceHost,
            DestHost = DestHost,
            StartTime = StartTime.ToMoment(),
            EndTime = EndTime.ToMoment(),
            Type = Type,
            Status = VMoveStatusText.Parse(Status),
            Message = Message,
            CreatedAt = CreatedAt.ToMoment(),
            UpdatedAt = UpdatedAt.ToMoment(),
        };
    }
}
