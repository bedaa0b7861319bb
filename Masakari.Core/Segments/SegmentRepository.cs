using System.Data.Common;
using Dapper;
using Masakari.Core.Persistence;

namespace Masakari.Core.Segments;

/// <summary>Reads failover segments that are not deleted.</summary>
public sealed class SegmentRepository(Database database)
{
    private const string Columns = "t.id, t.uuid, t.name, t.service_type, t.description, t.recovery_method, t.enabled, t.created_at, t.updated_at";

    private static readonly Listing Listing = new("failover_segments", new HashSet<string>
    {
        "id", "uuid", "name", "service_type", "description", "recovery_method", "enabled", "created_at", "updated_at", "deleted_at", "deleted",
    });

    /// <summary>One segment, or <see langword="null"/>.</summary>
    public async Task<Segment?> FindAsync(Guid uuid, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await FindAsync(connection, transaction: null, uuid, lockIt: "", ct);
    }

    /// <summary>A page of segments; a refusal for an unknown marker or sort key.</summary>
    public async Task<Result<IReadOnlyList<Segment>>> ListAsync(SegmentFilter filter, PageRequest page, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var cut = await Listing.PrepareAsync(connection, page, ct);
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
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: ct));
        return rows.Select(row => row.ToSegment()).ToList();
    }

    /// <summary>One segment within a transaction, or <see langword="null"/>.</summary>
    /// <param name="connection">The transaction's connection.</param>
    /// <param name="transaction">The transaction, if any.</param>
    /// <param name="uuid">Which.</param>
    /// <param name="lockIt">Empty, or <see cref="SqlDialect.ForUpdate"/>.</param>
    /// <param name="ct">Cancels the wait.</param>
    internal static async Task<Segment?> FindAsync(DbConnection connection, DbTransaction? transaction, Guid uuid, string lockIt, CancellationToken ct)
    {
        var sql = $"SELECT {Columns} FROM failover_segments t WHERE t.uuid = @uuid AND t.deleted = 0 {lockIt}";
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { uuid = uuid.ToText() }, transaction, cancellationToken: ct));
        return row?.ToSegment();
    }

    /// <summary>Whether a notification about a host of the segment is not over yet: it is new, running, or will be tried again.</summary>
    internal static Task<bool> IsUnderRecoveryAsync(DbConnection connection, DbTransaction? transaction, Guid uuid, CancellationToken ct)
    {
        const string Sql = """
            SELECT EXISTS (
                SELECT 1 FROM hosts h JOIN notifications n ON n.source_host_uuid = h.uuid
                 WHERE h.failover_segment_id = @uuid AND h.deleted = 0 AND n.deleted = 0 AND n.status IN ('new', 'running', 'error'))
            """;
        return connection.ExecuteScalarAsync<bool>(new CommandDefinition(Sql, new { uuid = uuid.ToText() }, transaction, cancellationToken: ct));
    }

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
            RecoveryMethod = RecoveryMethodText.Parse(RecoveryMethod) ?? Segments.RecoveryMethod.Auto,
            Enabled = Enabled ?? true,
            CreatedAt = CreatedAt.ToMoment(),
            UpdatedAt = UpdatedAt.ToMoment(),
        };
    }
}
