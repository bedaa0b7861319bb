using Masakari.Core.Persistence;

namespace Masakari.Core.Notifications;

/// <summary>Reads notifications.</summary>
public sealed class NotificationRepository(Database database)
{
    private const int Few = 10_000;   // fewer rows than that are rather sorted than searched for

    // Rows of an older schema don't name the segment: it is the host's, also when the host has been deleted since.
    private const string Columns = """
        t.id, t.notification_uuid, t.generated_time, t.source_host_uuid, t.type, t.payload, t.status,
        COALESCE(t.failover_segment_uuid, (SELECT h.failover_segment_id FROM hosts h WHERE h.uuid = t.source_host_uuid)) AS failover_segment_uuid,
        t.message, t.created_at, t.updated_at
        """;

    private static readonly Listing Listing = new("notifications", new HashSet<string>
    {
        "id", "notification_uuid", "generated_time", "source_host_uuid", "type", "payload", "status", "failover_segment_uuid", "message",
        "created_at", "updated_at", "deleted_at", "deleted",
    });

    /// <summary>One notification, or <see langword="null"/>.</summary>
    public async Task<Notification?> FindAsync(Guid uuid, CancellationToken ct)
    {
        const string Sql = $"SELECT {Columns} FROM notifications t WHERE t.notification_uuid = @uuid AND t.deleted = 0";
        return (await database.FindAsync<Row>(Sql, new { uuid = uuid.ToText() }, ct))?.ToNotification();
    }

    /// <summary>A page of notifications; a refusal for an unknown marker or sort key.</summary>
    public async Task<Result<IReadOnlyList<Notification>>> ListAsync(NotificationFilter filter, PageRequest page, CancellationToken ct)
    {
        var query = await PageQueryAsync(filter, page, ct);
        if (!query.Ok)
            return query.Refusal;
        return (await database.QueryAsync<Row>(query.Value.Sql, query.Value.Parameters, ct)).Select(row => row.ToNotification()).ToList();
    }

    /// <summary>The query of a page; a refusal for an unknown marker or sort key.</summary>
    internal async Task<Result<(string Sql, object Parameters)>> PageQueryAsync(
        NotificationFilter filter, PageRequest page, CancellationToken ct)
    {
        var cut = await Listing.PrepareAsync(database, page, ct);
        if (!cut.Ok)
            return cut.Refusal;
        var index = await AreFewAsync(filter.GeneratedSince, ct) ? "masakari_net_notifications_generated_idx"
            : cut.Value.InTimeOrder ? InTimeOrder(filter)
            : null;
        return Query(filter, cut.Value, index);
    }

    // When few rows are recent enough, they are read by that and sorted. In the order of creation their end would be looked for among all that are older.
    private async Task<bool> AreFewAsync(DateTimeOffset? generatedSince, CancellationToken ct)
    {
        const string Sql = "SELECT COUNT(*) FROM (SELECT 1 FROM notifications WHERE deleted = 0 AND generated_time >= @since LIMIT @few) lately";
        return generatedSince is { } since
            && await database.FindAsync<int>(Sql, new { since = since.ToText(), few = Few }, ct) < Few;
    }

    private (string Sql, object Parameters) Query(NotificationFilter filter, PageSql cut, string? index)
    {
        var conditions = new[]
        {
            filter.Status is null ? "" : "AND " + database.Dialect.Exact("t.status", "@status"),
            filter.Type is null ? "" : "AND " + database.Dialect.Exact("t.type", "@type"),
            filter.SourceHostUuid is null ? "" : "AND " + database.Dialect.Exact("t.source_host_uuid", "@host"),
            filter.GeneratedSince is null ? "" : "AND t.generated_time >= @since",
        };
        var sql = $"""
            SELECT {Columns} FROM notifications t {(index is null ? "" : database.Dialect.ByIndex(index))} {cut.Join}
             WHERE t.deleted = 0 {string.Join(' ', conditions)} {cut.Condition} {cut.OrderAndLimit}
            """;
        return (sql, cut.With(new
        {
            status = filter.Status.ToStorable(), type = filter.Type.ToStorable(), host = filter.SourceHostUuid.ToStorable(),
            since = filter.GeneratedSince?.ToText(),
        }));
    }

    // Of a host's reports with one status there may be few or many: only the database knows.
    private static string? InTimeOrder(NotificationFilter filter) =>
        filter is { SourceHostUuid: not null, Status: not null } ? null
        : filter.SourceHostUuid is not null ? "masakari_net_notifications_by_host_idx"
        : filter.Status is not null ? "masakari_net_notifications_by_status_idx"
        : filter.Type is not null ? "masakari_net_notifications_by_type_idx"
        : "masakari_net_notifications_created_idx";

    private sealed record Row
    {
        public int Id { get; init; }
        public string NotificationUuid { get; init; } = "";
        public DateTime GeneratedTime { get; init; }
        public string SourceHostUuid { get; init; } = "";
        public string Type { get; init; } = "";
        public string? Payload { get; init; }
        public string Status { get; init; } = "";
        public string? FailoverSegmentUuid { get; init; }
        public string? Message { get; init; }
        public DateTime CreatedAt { get; init; }
        public DateTime? UpdatedAt { get; init; }

        public Notification ToNotification() => new()
        {
            Id = Id,
            Uuid = Guid.Parse(NotificationUuid),
            GeneratedAt = GeneratedTime.ToMoment(),
            SourceHostUuid = Guid.Parse(SourceHostUuid),
            Type = NotificationText.ParseType(Type) ?? throw new InvalidDataException($"Notification {NotificationUuid} has the unknown type '{Type}'."),
            PayloadJson = Payload ?? "{}",
            Status = NotificationText.ParseStatus(Status),
            SegmentUuid = FailoverSegmentUuid is null ? null : Guid.Parse(FailoverSegmentUuid),
            Message = Message,
            CreatedAt = CreatedAt.ToMoment(),
            UpdatedAt = UpdatedAt.ToMoment(),
        };
    }
}
