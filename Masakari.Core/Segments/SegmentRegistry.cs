using System.Data.Common;
using Dapper;
using Masakari.Core.Events;
using Masakari.Core.Persistence;

namespace Masakari.Core.Segments;

/// <summary>
/// The rules for creating, changing and deleting segments: names are unique, and a segment under recovery stays as it is.
/// </summary>
public sealed class SegmentRegistry(Database database, EventPublisher events, TimeProvider clock)
{
    private const string Clash = "FailoverSegmentExists";

    /// <summary>Creates a segment; refuses a taken name.</summary>
    public Task<Result<Segment>> CreateAsync(SegmentDraft draft, CancellationToken ct) =>
        events.AroundAsync("segment.create", Clash, SegmentEvents.Of, scope => CreateAsync(scope, draft, ct));

    /// <summary>Changes a segment; refuses an unknown one, one under recovery, a taken name.</summary>
    public Task<Result<Segment>> UpdateAsync(Guid uuid, SegmentChange change, CancellationToken ct) =>
        events.AroundAsync("segment.update", Clash, SegmentEvents.Of, scope => UpdateAsync(scope, uuid, change, ct));

    /// <summary>Deletes a segment and its hosts (soft); refuses an unknown one and one under recovery.</summary>
    public Task<Result<Segment>> DeleteAsync(Guid uuid, CancellationToken ct) =>
        events.AroundAsync("segment.delete", Clash, SegmentEvents.Of, scope => DeleteAsync(scope, uuid, ct));

    private async Task<Result<Segment>> CreateAsync(EventScope scope, SegmentDraft draft, CancellationToken ct)
    {
        const string Sql = """
            INSERT INTO failover_segments (created_at, deleted, uuid, name, service_type, description, recovery_method, enabled)
            VALUES (@now, 0, @uuid, @name, @serviceType, @description, @method, @enabled)
            """;
        var (uuid, now) = (Guid.NewGuid(), clock.GetUtcNow().WholeSeconds());
        scope.PublishStart(() => SegmentEvents.Of(draft));
        try
        {
            return await database.TransactAsync<Result<Segment>>(async (connection, transaction) =>
            {
                await connection.ExecuteAsync(new CommandDefinition(Sql, new
                {
                    now = now.ToText(), uuid = uuid.ToText(), name = draft.Name, serviceType = draft.ServiceType, description = draft.Description,
                    method = draft.RecoveryMethod.ToText(), enabled = draft.Enabled,
                }, transaction, cancellationToken: ct));
                return (await SegmentRepository.FindAsync(connection, transaction, uuid, lockIt: "", ct))!;
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
            return await database.TransactAsync<Result<Segment>>(async (connection, transaction) =>
            {
                if (await SegmentRepository.FindAsync(connection, transaction, uuid, database.Dialect.ForUpdate, ct) is not { } stored)
                    return Unknown(uuid);
                if (await SegmentRepository.IsUnderRecoveryAsync(connection, transaction, uuid, ct))
                    return Refusal.Conflict($"Failover segment {uuid.ToText()} can't be updated as it is in-use to process notifications.");
                var wanted = change.Apply(stored);
                name = wanted.Name;
                scope.PublishStart(() => SegmentEvents.Of(wanted));
                return wanted == stored ? stored : await WriteAsync(connection, transaction, wanted, ct);
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
        const string DeleteHosts = "UPDATE hosts SET deleted = id, deleted_at = @now WHERE failover_segment_id = @uuid AND deleted = 0";
        const string DeleteSegment = "UPDATE failover_segments SET deleted = id, deleted_at = @now WHERE uuid = @uuid AND deleted = 0";
        var parameters = new { uuid = uuid.ToText(), now = clock.GetUtcNow().WholeSeconds().ToText() };
        return database.TransactAsync<Result<Segment>>(async (connection, transaction) =>
        {
            if (await SegmentRepository.FindAsync(connection, transaction, uuid, database.Dialect.ForUpdate, ct) is not { } stored)
                return Unknown(uuid);
            await connection.QueryAsync<int>(new CommandDefinition(lockHosts, parameters, transaction, cancellationToken: ct));
            if (await SegmentRepository.IsUnderRecoveryAsync(connection, transaction, uuid, ct))
                return Refusal.Conflict($"Failover segment ({uuid.ToText()}) can't be deleted as it is in-use to process notifications.");
            scope.PublishStart(() => SegmentEvents.Of(stored));
            await connection.ExecuteAsync(new CommandDefinition(DeleteHosts, parameters, transaction, cancellationToken: ct));
            await connection.ExecuteAsync(new CommandDefinition(DeleteSegment, parameters, transaction, cancellationToken: ct));
            return stored;
        }, ct);
    }

    private async Task<Segment> WriteAsync(DbConnection connection, DbTransaction transaction, Segment wanted, CancellationToken ct)
    {
        const string Sql = """
            UPDATE failover_segments
               SET name = @name, service_type = @serviceType, description = @description, recovery_method = @method, enabled = @enabled, updated_at = @now
             WHERE id = @id
            """;
        var now = clock.GetUtcNow().WholeSeconds();
        await connection.ExecuteAsync(new CommandDefinition(Sql, new
        {
            id = wanted.Id, name = wanted.Name, serviceType = wanted.ServiceType, description = wanted.Description,
            method = wanted.RecoveryMethod.ToText(), enabled = wanted.Enabled, now = now.ToText(),
        }, transaction, cancellationToken: ct));
        return wanted with { UpdatedAt = now };
    }

    private static Refusal Unknown(Guid uuid) => Refusal.NotFound($"No failover segment with id {uuid.ToText()}.");

    private static Refusal NameTaken(string name) => Refusal.Conflict($"Failover segment with name {name} already exists.");
}
