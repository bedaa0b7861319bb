using System.Data.Common;
using Masakari.Core.Persistence;

namespace Masakari.Core.Hosts;

/// <summary>
/// The writer of the table <c>hosts</c>. Each method runs in the transaction of its caller. Only one statement stands elsewhere:
/// <see cref="Segments.SegmentRegistry"/> deletes the hosts of a segment together with the segment.
/// </summary>
public sealed class HostWriter(Database database)
{
    /// <summary>Inserts a host.</summary>
    internal Task InsertAsync(DbTransaction transaction, Guid uuid, Guid segment, HostDraft draft, CancellationToken ct)
    {
        var sql = $"""
            INSERT INTO hosts (created_at, deleted, uuid, name, reserved, type, control_attributes, failover_segment_id, on_maintenance)
            VALUES ({Now}, 0, @uuid, @name, @reserved, @type, @controlAttributes, @segment, @onMaintenance)
            """;
        return database.ExecuteAsync(transaction, sql, new
        {
            uuid = uuid.ToText(), name = draft.Name, reserved = draft.Reserved, type = draft.Type,
            controlAttributes = draft.ControlAttributes, segment = segment.ToText(), onMaintenance = draft.OnMaintenance,
        }, ct);
    }

    /// <summary>Stores a changed host.</summary>
    /// <returns>The host with its new <see cref="ComputeHost.UpdatedAt"/>.</returns>
    internal async Task<ComputeHost> UpdateAsync(DbTransaction transaction, ComputeHost wanted, CancellationToken ct)
    {
        var sql = $"""
            UPDATE hosts
               SET name = @name, reserved = @reserved, type = @type, control_attributes = @controlAttributes,
                   on_maintenance = @onMaintenance, updated_at = {Now}
             WHERE id = @id
            """;
        const string Stored = "SELECT updated_at FROM hosts WHERE id = @id";
        await database.ExecuteAsync(transaction, sql, new
        {
            id = wanted.Id, name = wanted.Name, reserved = wanted.Reserved, type = wanted.Type,
            controlAttributes = wanted.ControlAttributes, onMaintenance = wanted.OnMaintenance,
        }, ct);
        return wanted with { UpdatedAt = (await database.FindAsync<DateTime>(transaction, Stored, new { id = wanted.Id }, ct)).ToMoment() };
    }

    /// <summary>Deletes a host (soft).</summary>
    internal Task DeleteAsync(DbTransaction transaction, ComputeHost host, CancellationToken ct)
    {
        var sql = $"UPDATE hosts SET deleted = id, deleted_at = {Now} WHERE id = @id AND deleted = 0";
        return database.ExecuteAsync(transaction, sql, new { id = host.Id }, ct);
    }

    /// <summary>Marks a host as failed: on maintenance, and no longer reserved.</summary>
    /// <returns>What it was before.</returns>
    internal Task<(bool OnMaintenance, bool Reserved)> MarkFailedAsync(DbTransaction transaction, Guid host) =>
        SetMaintenanceAsync(transaction, host, "on_maintenance = 1, reserved = 0");

    /// <summary>Puts a host on maintenance.</summary>
    /// <returns>What it was before.</returns>
    internal Task<(bool OnMaintenance, bool Reserved)> SetMaintenanceAsync(DbTransaction transaction, Guid host) =>
        SetMaintenanceAsync(transaction, host, "on_maintenance = 1");

    /// <summary>
    /// Takes a spare: one of several who try at the same time gets it. Not one that is on maintenance: it failed, or an operator works on it.
    /// </summary>
    /// <returns>When the row was changed, as it says itself; <see langword="null"/> = it was no spare any more.</returns>
    internal async Task<DateTimeOffset?> TakeSpareAsync(DbTransaction transaction, Guid host)
    {
        var sql = $"""
            UPDATE hosts SET reserved = 0, updated_at = {Now}
             WHERE uuid = @host AND deleted = 0 AND reserved = 1 AND COALESCE(on_maintenance, 0) = 0
            """;
        const string Stored = "SELECT updated_at FROM hosts WHERE uuid = @host AND deleted = 0";
        var key = new { host = host.ToText() };
        return await database.ExecuteAsync(transaction, sql, key, CancellationToken.None) == 1
            ? (await database.FindAsync<DateTime>(transaction, Stored, key, CancellationToken.None)).ToMoment() : null;
    }

    /// <summary>Makes a taken host a spare again, unless its row was changed since: whoever did that has decided.</summary>
    /// <param name="transaction">The caller's transaction.</param>
    /// <param name="host">The host.</param>
    /// <param name="takenAt">What <see cref="TakeSpareAsync"/> returned.</param>
    internal async Task<bool> GiveSpareBackAsync(DbTransaction transaction, Guid host, DateTimeOffset takenAt)
    {
        var sql = $"""
            UPDATE hosts SET reserved = 1, updated_at = {Now}
             WHERE uuid = @host AND deleted = 0 AND reserved = 0 AND COALESCE(on_maintenance, 0) = 0 AND updated_at = @takenAt
            """;
        var parameters = new { host = host.ToText(), takenAt = takenAt.ToText() };
        return await database.ExecuteAsync(transaction, sql, parameters, CancellationToken.None) == 1;
    }

    /// <summary>Undoes what <see cref="MarkFailedAsync"/> changed.</summary>
    /// <param name="transaction">The caller's transaction.</param>
    /// <param name="host">The host.</param>
    /// <param name="endMaintenance">Whether the mark set the host on maintenance.</param>
    /// <param name="reserve">Whether the host was reserved before the mark.</param>
    internal Task UnmarkFailedAsync(DbTransaction transaction, Guid host, bool endMaintenance, bool reserve)
    {
        var sql = $"""
            UPDATE hosts SET on_maintenance = CASE WHEN @endMaintenance THEN 0 ELSE on_maintenance END,
                             reserved = CASE WHEN @reserve THEN 1 ELSE reserved END, updated_at = {Now}
             WHERE uuid = @host AND deleted = 0
            """;
        var parameters = new { host = host.ToText(), endMaintenance, reserve };
        return database.ExecuteAsync(transaction, sql, parameters, CancellationToken.None);
    }

    private async Task<(bool OnMaintenance, bool Reserved)> SetMaintenanceAsync(DbTransaction transaction, Guid host, string assignments)
    {
        var before = $"""
            SELECT COALESCE(on_maintenance, 0) AS OnMaintenance, COALESCE(reserved, 0) AS Reserved
              FROM hosts WHERE uuid = @host AND deleted = 0 {database.Dialect.ForUpdate}
            """;
        var sql = $"UPDATE hosts SET {assignments}, updated_at = {Now} WHERE uuid = @host AND deleted = 0";
        var key = new { host = host.ToText() };
        var row = await database.FindAsync<Flags>(transaction, before, key, CancellationToken.None);
        await database.ExecuteAsync(transaction, sql, key, CancellationToken.None);
        return (row is { OnMaintenance: > 0 }, row is { Reserved: > 0 });
    }

    private sealed record Flags
    {
        public long OnMaintenance { get; init; }
        public long Reserved { get; init; }
    }

    private string Now => database.Dialect.NowSeconds;
}
