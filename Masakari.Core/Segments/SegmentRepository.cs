using System.Data.Common;
using Masakari.Core.Persistence;

namespace Masakari.Core.Segments;

/// <summary>Reads failover segments that are not deleted.</summary>
public sealed class SegmentRepository(Database database)
{
    private const string Columns =
        "t.id, t.uuid, t.name, t.service_type, t.description, t.recovery_method, t.enabled, t.created_at, t.updated_at";

    private const string ByUuid = $"SELECT {Columns} FROM failover_segments t WHERE t.uuid = @uuid AND t.deleted = 0";

    private const string UnderRecovery = """
        SELECT EXISTS (
            SELECT 1 FROM hosts h JOIN notifications n ON n.source_host_uuid = h.uuid
             WHERE h.failover_segment_id = @uuid AND h.deleted = 0 AND n.deleted = 0 AND n.status IN ('new', 'running', 'error'))
        """;

    private static readonly Listing Listing = new("failover_segments", new HashSet<string>
    {
        "id", "uuid", "name", "service_type", "description", "recovery_method", "enabled", "created_at", "updated_at", "deleted_at", "deleted",
    });

    /// <summary>One segment, or <see langword="null"/>.</summary>
    public async Task<Segment?> FindAsync(Guid uuid, CancellationToken ct) =>
        (await database.FindAsync<Row>(ByUuid, Key(uuid), ct))?.ToSegment();

    /// <summary>A page of segments; a refusal for an unknown marker or sort key.</summary>
    public async Task<Result<IReadOnlyList<Segment>>> ListAsync(SegmentFilter filter, PageRequest page, CancellationToken ct)
    {
        var cut = await Listing.PrepareAsync(database, page, ct);
        if (!cut.Ok)
            return cut.Refusal;
        var conditions = new[]
        {
            filter.RecoveryMethod is null ? "" : "AND " + database.Dialect.Exact("t.recovery_method", "@method"),
            filter.ServiceType is null ? "" : "AND " + database.Dialect.Exact("t.service_type", "@serviceType"),
            filter.Enabled is null ? "" : "AND COALESCE(t.enabled, 1) = @enabled",
        };
        var sql = $"""
            SELECT {Columns} FROM failover_segments t {cut.Value.Join}
             WHERE t.deleted = 0 {string.Join(' ', conditions)} {cut.Value.Condition} {cut.Value.OrderAndLimit}
            """;
        var parameters = cut.Value.With(new
        {
            method = filter.RecoveryMethod.ToStorable(), serviceType = filter.ServiceType.ToStorable(), enabled = filter.Enabled,
        });
        return (await database.QueryAsync<Row>(sql, parameters, ct)).Select(row => row.ToSegment()).ToList();
    }

    /// <summary>One segment within a transaction, or <see langword="null"/>.</summary>
    internal async Task<Segment?> FindAsync(DbTransaction transaction, Guid uuid, CancellationToken ct) =>
        (await database.FindAsync<Row>(transaction, ByUuid, Key(uuid), ct))?.ToSegment();

    /// <summary>One segment, its row locked until the end of the transaction, or <see langword="null"/>.</summary>
    internal async Task<Segment?> LockAsync(DbTransaction transaction, Guid uuid, CancellationToken ct) =>
        (await database.FindAsync<Row>(transaction, $"{ByUuid} {database.Dialect.ForUpdate}", Key(uuid), ct))?.ToSegment();

    /// <summary>Whether a notification about a host of the segment is not over: it is new, running, or will be tried again.</summary>
    internal Task<bool> IsUnderRecoveryAsync(Guid uuid, CancellationToken ct) =>
        database.FindAsync<bool>(UnderRecovery, Key(uuid), ct);

    /// <inheritdoc cref="IsUnderRecoveryAsync(Guid, CancellationToken)"/>
    internal Task<bool> IsUnderRecoveryAsync(DbTransaction transaction, Guid uuid, CancellationToken ct) =>
        database.FindAsync<bool>(transaction, UnderRecovery, Key(uuid), ct);

    private static object Key(Guid uuid) => new { uuid = uuid.ToText() };

    private sealed record Row
    {
        public int Id { get; init; }
        public string Uuid { get; init; } = "";
        public string Name { get; init; } = "";
        public string ServiceType { get; init; } = "";
        public string? Description { get; init; }
        public string RecoveryMethod { get; init; } = "";
        public bool? Enabled { get; init; }
        public DateTime CreatedAt { get; init; }
        public DateTime? UpdatedAt { get; init; }

        public Segment ToSegment() => new()
        {
            Id = Id,
            Uuid = Guid.Parse(Uuid),
            Name = Name,
            ServiceType = ServiceType,
            Description = Description,
            RecoveryMethod = RecoveryMethodText.Parse(RecoveryMethod) ?? Segments.RecoveryMethod.RhPriority,
            Enabled = Enabled ?? true,
            CreatedAt = CreatedAt.ToMoment(),
            UpdatedAt = UpdatedAt.ToMoment(),
        };
    }
}
