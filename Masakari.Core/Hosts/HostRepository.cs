using System.Data.Common;
using Masakari.Core.Persistence;
using Masakari.Core.Segments;

namespace Masakari.Core.Hosts;

/// <summary>Reads hosts that are not deleted, each with its segment.</summary>
public sealed class HostRepository(Database database)
{
    private const string OwnColumns =
        "t.id, t.uuid, t.name, t.type, t.control_attributes, t.reserved, t.on_maintenance, t.created_at, t.updated_at";

    private const string Columns = $"""
        {OwnColumns},
        s.id AS segment_id, s.uuid AS segment_uuid, s.name AS segment_name, s.service_type, s.description, s.recovery_method, s.enabled,
        s.created_at AS segment_created_at, s.updated_at AS segment_updated_at
        """;

    private const string ByUuid = $"""
        SELECT {Columns} FROM hosts t JOIN failover_segments s ON s.uuid = t.failover_segment_id
         WHERE t.uuid = @uuid AND t.deleted = 0
        """;

    private static readonly Listing Listing = new("hosts", new HashSet<string>
    {
        "id", "uuid", "name", "type", "control_attributes", "reserved", "on_maintenance", "failover_segment_id",
        "created_at", "updated_at", "deleted_at", "deleted",
    });

    /// <summary>One host, or <see langword="null"/>.</summary>
    public async Task<ComputeHost?> FindAsync(Guid uuid, CancellationToken ct) =>
        (await database.FindAsync<Row>(ByUuid, Key(uuid), ct))?.ToHost();

    /// <summary>
    /// One host by its name without regard to case, over all segments, or <see langword="null"/>. An older database may have hosts whose
    /// names differ in case only: then the exact name finds its host, and any other spelling is ambiguous and finds none.
    /// </summary>
    public async Task<ComputeHost?> FindByNameAsync(string name, CancellationToken ct)
    {
        // The exact name is the usual one, and an index finds it. Only another spelling reads the names of all hosts.
        var sql = $"""
            SELECT {Columns} FROM hosts t JOIN failover_segments s ON s.uuid = t.failover_segment_id
             WHERE t.id = COALESCE(
                   (SELECT h.id FROM hosts h WHERE {database.Dialect.Exact("h.name", "@name")} AND h.deleted = 0),
                   (SELECT CASE WHEN COUNT(*) = 1 THEN MIN(h.id) END
                      FROM hosts h WHERE {database.Dialect.AnyCase("h.name", "@name")} AND h.deleted = 0))
            """;
        return (await database.FindAsync<Row>(sql, new { name }, ct))?.ToHost();
    }

    /// <summary>A page of a segment's hosts; a refusal for an unknown marker or sort key. The segment is not looked up again.</summary>
    public async Task<Result<IReadOnlyList<ComputeHost>>> ListAsync(
        Segment segment, HostFilter filter, PageRequest page, CancellationToken ct)
    {
        var cut = await Listing.PrepareAsync(database, page, ct);
        if (!cut.Ok)
            return cut.Refusal;
        var conditions = new[]
        {
            filter.Type is null ? "" : "AND " + database.Dialect.Exact("t.type", "@type"),
            filter.Reserved is null ? "" : "AND COALESCE(t.reserved, 0) = @reserved",
            filter.OnMaintenance is null ? "" : "AND COALESCE(t.on_maintenance, 0) = @onMaintenance",
        };
        var sql = $"""
            SELECT {OwnColumns} FROM hosts t {cut.Value.Join}
             WHERE t.failover_segment_id = @segment AND t.deleted = 0 {string.Join(' ', conditions)}
                   {cut.Value.Condition} {cut.Value.OrderAndLimit}
            """;
        var parameters = cut.Value.With(new
        {
            segment = segment.Uuid.ToText(), type = filter.Type.ToStorable(), reserved = filter.Reserved,
            onMaintenance = filter.OnMaintenance,
        });
        return (await database.QueryAsync<Row>(sql, parameters, ct)).Select(row => row.ToHost(segment)).ToList();
    }

    /// <summary>The hosts of a segment that may be taken as spares: reserved and not on maintenance, the newest first.</summary>
    public async Task<IReadOnlyList<ComputeHost>> ListSparesAsync(Segment segment, CancellationToken ct)
    {
        const string Sql = $"""
            SELECT {OwnColumns} FROM hosts t
             WHERE t.failover_segment_id = @segment AND t.deleted = 0 AND t.reserved = 1 AND COALESCE(t.on_maintenance, 0) = 0
             ORDER BY t.created_at DESC, t.id DESC
            """;
        var rows = await database.QueryAsync<Row>(Sql, new { segment = segment.Uuid.ToText() }, ct);
        return [.. rows.Select(row => row.ToHost(segment))];
    }

    /// <summary>One host within a transaction, or <see langword="null"/>.</summary>
    internal async Task<ComputeHost?> FindAsync(DbTransaction transaction, Guid uuid, CancellationToken ct) =>
        (await database.FindAsync<Row>(transaction, ByUuid, Key(uuid), ct))?.ToHost();

    /// <summary>One host, its row and its segment's row locked until the end of the transaction, or <see langword="null"/>.</summary>
    internal async Task<ComputeHost?> LockAsync(DbTransaction transaction, Guid uuid, CancellationToken ct) =>
        (await database.FindAsync<Row>(transaction, $"{ByUuid} {database.Dialect.ForUpdate}", Key(uuid), ct))?.ToHost();

    private static object Key(Guid uuid) => new { uuid = uuid.ToText() };

    private sealed record Row
    {
        public int Id { get; init; }
        public string Uuid { get; init; } = "";
        public string Name { get; init; } = "";
        public string Type { get; init; } = "";
        public string ControlAttributes { get; init; } = "";
        public bool? Reserved { get; init; }
        public bool? OnMaintenance { get; init; }
        public DateTime CreatedAt { get; init; }
        public DateTime? UpdatedAt { get; init; }
        public int SegmentId { get; init; }
        public string SegmentUuid { get; init; } = "";
        public string SegmentName { get; init; } = "";
        public string ServiceType { get; init; } = "";
        public string? Description { get; init; }
        public string RecoveryMethod { get; init; } = "";
        public bool? Enabled { get; init; }
        public DateTime SegmentCreatedAt { get; init; }
        public DateTime? SegmentUpdatedAt { get; init; }

        public ComputeHost ToHost() => ToHost(ToSegment());

        public ComputeHost ToHost(Segment segment) => new()
        {
            Id = Id,
            Uuid = Guid.Parse(Uuid),
            Name = Name,
            Segment = segment,
            Type = Type,
            ControlAttributes = ControlAttributes,
            Reserved = Reserved ?? false,
            OnMaintenance = OnMaintenance ?? false,
            CreatedAt = CreatedAt.ToMoment(),
            UpdatedAt = UpdatedAt.ToMoment(),
        };

        private Segment ToSegment() => new()
        {
            Id = SegmentId,
            Uuid = Guid.Parse(SegmentUuid),
            Name = SegmentName,
            ServiceType = ServiceType,
            Description = Description,
            RecoveryMethod = RecoveryMethodText.Parse(RecoveryMethod) ?? Segments.RecoveryMethod.RhPriority,
            Enabled = Enabled ?? true,
            CreatedAt = SegmentCreatedAt.ToMoment(),
            UpdatedAt = SegmentUpdatedAt.ToMoment(),
        };
    }
}
