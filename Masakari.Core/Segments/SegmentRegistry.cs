using System.Data.Common;
using Masakari.Core.Events;
using Masakari.Core.Persistence;

namespace Masakari.Core.Segments;

/// <summary>
/// The rules for creating, changing and deleting segments: names are unique, and a segment under recovery stays as it is.
/// </summary>
public sealed class SegmentRegistry(Database database, SegmentRepository segments, EventPublisher publisher)
{
    private const string Clash = "FailoverSegmentExists";

    /// <summary>Creates a segment; refuses a taken name.</summary>
    public Task<Result<Segment>> CreateAsync(SegmentDraft draft, CancellationToken ct) =>
        publisher.AroundAsync("segment.create", Clash, SegmentEvents.Of, scope => CreateAsync(scope, draft, ct));

    /// <summary>Changes a segment; refuses an unknown one, one under recovery, a taken name.</summary>
    public Task<Result<Segment>> UpdateAsync(Guid uuid, SegmentChange change, CancellationToken ct) =>
        publisher.AroundAsync("segment.update", Clash, SegmentEvents.Of, scope => UpdateAsync(scope, uuid, change, ct));

    /// <summary>Deletes a segment and its hosts (soft); refuses an unknown one and one under recovery.</summary>
    public Task<Result<Segment>> DeleteAsync(Guid uuid, CancellationToken ct) =>
        publisher.AroundAsync("segment.delete", Clash, SegmentEvents.Of, scope => DeleteAsync(scope, uuid, ct));

    private async Task<Result<Segment>> CreateAsync(EventScope scope, SegmentDraft draft, CancellationToken ct)
    {
        var sql = $"""
            INSERT INTO failover_segments (created_at, deleted, uuid, name, service_type, description, recovery_method, enabled)
            VALUES ({Now}, 0, @uuid, @name, @serviceType, @description, @method, @enabled)
            """;
        var uuid = Guid.NewGuid();
        scope.PublishStart(() => SegmentEvents.Of(draft));
        try
        {
            return await database.TransactAsync<Result<Segment>>(async (_, transaction) =>
            {
                await database.ExecuteAsync(transaction, sql, new
                {
                    uuid = uuid.ToText(), name = draft.Name, serviceType = draft.ServiceType,
                    description = draft.Description, method = draft.RecoveryMethod.ToText(), enabled = draft.Enabled,
                }, ct);
                return (await segments.FindAsync(transaction, uuid, ct))!;
            }, ct);
        }
        catch (DbException e) when (database.Dialect.FailureOf(e) == DatabaseFailure.DuplicateKey)
        {
            return NameTaken(draft.Name);
        }
    }

    private async Task<Result<Segment>> UpdateAsync(EventScope scope, Guid uuid, SegmentChange change, CancellationToken ct)
    {
        var name = "";
        try
        {
            return await database.TransactAsync<Result<Segment>>(async (_, transaction) =>
            {
                if (await segments.LockAsync(transaction, uuid, ct) is not { } stored)
                    return Unknown(uuid);
                if (await segments.IsUnderRecoveryAsync(transaction, uuid, ct))
                    return Refusal.Conflict($"Failover segment {uuid.ToText()} can't be updated as it is in-use to process notifications.");
                var wanted = change.Apply(stored);
                name = wanted.Name;
                scope.PublishStart(() => SegmentEvents.Of(wanted));
                return wanted == stored ? stored : await WriteAsync(transaction, wanted, ct);
            }, ct);
        }
        catch (DbException e) when (database.Dialect.FailureOf(e) == DatabaseFailure.DuplicateKey)
        {
            return NameTaken(name);
        }
    }

    private Task<Result<Segment>> DeleteAsync(EventScope scope, Guid uuid, CancellationToken ct)
    {
        // The hosts' rows are locked before the look at their notifications: whoever accepts one holds the row of its host.
        var lockHosts = $"SELECT id FROM hosts WHERE failover_segment_id = @uuid AND deleted = 0 {database.Dialect.ForUpdate}";
        var deleteHosts = $"UPDATE hosts SET deleted = id, deleted_at = {Now} WHERE failover_segment_id = @uuid AND deleted = 0";
        var deleteSegment = $"UPDATE failover_segments SET deleted = id, deleted_at = {Now} WHERE uuid = @uuid AND deleted = 0";
        var parameters = new { uuid = uuid.ToText() };
        return database.TransactAsync<Result<Segment>>(async (_, transaction) =>
        {
            if (await segments.LockAsync(transaction, uuid, ct) is not { } stored)
                return Unknown(uuid);
            await database.QueryAsync<int>(transaction, lockHosts, parameters, ct);
            if (await segments.IsUnderRecoveryAsync(transaction, uuid, ct))
                return Refusal.Conflict($"Failover segment ({uuid.ToText()}) can't be deleted as it is in-use to process notifications.");
            scope.PublishStart(() => SegmentEvents.Of(stored));
            await database.ExecuteAsync(transaction, deleteHosts, parameters, ct);
            await database.ExecuteAsync(transaction, deleteSegment, parameters, ct);
            return stored;
        }, ct);
    }

    private async Task<Segment> WriteAsync(DbTransaction transaction, Segment wanted, CancellationToken ct)
    {
        const string Stored = "SELECT updated_at FROM failover_segments WHERE id = @id";
        var sql = $"""
            UPDATE failover_segments
               SET name = @name, service_type = @serviceType, description = @description, recovery_method = @method, enabled = @enabled,
                   updated_at = {Now}
             WHERE id = @id
            """;
        await database.ExecuteAsync(transaction, sql, new
        {
            id = wanted.Id, name = wanted.Name, serviceType = wanted.ServiceType, description = wanted.Description,
            method = wanted.RecoveryMethod.ToText(), enabled = wanted.Enabled,
        }, ct);
        return wanted with { UpdatedAt = (await database.FindAsync<DateTime>(transaction, Stored, new { id = wanted.Id }, ct)).ToMoment() };
    }

    private string Now => database.Dialect.NowSeconds;

    private static Refusal Unknown(Guid uuid) => Refusal.NotFound($"No failover segment with id {uuid.ToText()}.");

    private static Refusal NameTaken(string name) => Refusal.Conflict($"Failover segment with name {name} already exists.");
}
