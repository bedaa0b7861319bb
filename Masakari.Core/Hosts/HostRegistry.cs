using System.Data.Common;
using Masakari.Core.Events;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Core.Segments;

namespace Masakari.Core.Hosts;

/// <summary>
/// The rules for registering, changing and deleting hosts. Clients see which rule is checked first: the segment exists, no recovery is
/// under way, Nova knows the name, the name is free.
/// </summary>
public sealed class HostRegistry(
    Database database, SegmentRepository segments, HostRepository hosts, HostWriter writer, IMaintenanceJournal maintenance, INova nova,
    EventPublisher publisher)
{
    private const string Clash = "HostExists";

    /// <summary>Registers a host; refuses an unknown segment, a name that Nova does not know, a taken name.</summary>
    public Task<Result<ComputeHost>> CreateAsync(Guid segment, HostDraft draft, CancellationToken ct) =>
        publisher.AroundAsync("host.create", Clash, HostEvents.Of, scope => CreateAsync(scope, segment, draft, ct));

    /// <summary>
    /// Changes a host; refuses one that is not in the segment, one under recovery, a name that Nova does not know, a taken name.
    /// </summary>
    public Task<Result<ComputeHost>> UpdateAsync(Guid segment, Guid uuid, HostChange change, CancellationToken ct) =>
        publisher.AroundAsync("host.update", Clash, HostEvents.Of, scope => UpdateAsync(scope, segment, uuid, change, ct));

    /// <summary>Deletes a host (soft); refuses one that is not in the segment and one under recovery.</summary>
    public Task<Result<ComputeHost>> DeleteAsync(Guid segment, Guid uuid, CancellationToken ct) =>
        publisher.AroundAsync("host.delete", Clash, HostEvents.Of, scope => DeleteAsync(scope, segment, uuid, ct));

    private async Task<Result<ComputeHost>> CreateAsync(EventScope scope, Guid segment, HostDraft draft, CancellationToken ct)
    {
        if (await segments.FindAsync(segment, ct) is null)
            return UnknownSegment(segment);
        if (await AskNovaAsync(draft.Name, ct) is { } refusal)
            return refusal;
        try
        {
            return await database.TransactAsync<Result<ComputeHost>>(async (_, transaction) =>
            {
                if (await segments.LockAsync(transaction, segment, ct) is not { } found)
                    return UnknownSegment(segment);
                scope.PublishStart(() => HostEvents.Of(draft, found));
                if (await IsTakenAsync(transaction, draft.Name, byOtherThan: 0, ct))
                    return NameTaken(draft.Name);
                return await InsertAsync(transaction, segment, draft, ct);
            }, ct);
        }
        catch (DbException e) when (database.Dialect.FailureOf(e) == DatabaseFailure.DuplicateKey)
        {
            return NameTaken(draft.Name);
        }
    }

    private async Task<Result<ComputeHost>> UpdateAsync(EventScope scope, Guid segment, Guid uuid, HostChange change, CancellationToken ct)
    {
        var name = "";
        if (change.NamesTheHost)
        {
            // What the original checks before it asks Nova comes first here too; the transaction checks it again.
            var found = await FreeToChangeAsync(segment, uuid, ct);
            if (!found.Ok)
                return found.Refusal;
            name = change.Apply(found.Value).Name;
            if (await AskNovaAsync(name, ct) is { } refusal)
                return refusal;
        }
        try
        {
            return await database.TransactAsync(async (_, transaction) =>
            {
                var found = await LockAsync(transaction, segment, uuid, "updated", ct);
                if (!found.Ok)
                    return found;
                scope.PublishStart(() => HostEvents.Of(change.Apply(found.Value)));
                if (name.Length > 0 && name != found.Value.Name && await IsTakenAsync(transaction, name, found.Value.Id, ct))
                    return NameTaken(name);
                return await WriteAsync(transaction, found.Value, change, ct);
            }, ct);
        }
        catch (DbException e) when (database.Dialect.FailureOf(e) == DatabaseFailure.DuplicateKey)
        {
            return NameTaken(name);
        }
    }

    private Task<Result<ComputeHost>> DeleteAsync(EventScope scope, Guid segment, Guid uuid, CancellationToken ct) =>
        database.TransactAsync(async (_, transaction) =>
        {
            var found = await LockAsync(transaction, segment, uuid, "deleted", ct);
            if (!found.Ok)
                return found;
            scope.PublishStart(() => HostEvents.Of(found.Value));
            await writer.DeleteAsync(transaction, found.Value, ct);
            return found;
        }, ct);

    private async Task<Result<ComputeHost>> FreeToChangeAsync(Guid segment, Guid uuid, CancellationToken ct)
    {
        var host = await hosts.FindAsync(uuid, ct);
        return Check(host, segment, uuid, "updated", await segments.IsUnderRecoveryAsync(segment, ct));
    }

    // The host's row is locked before the look at its notifications: whoever accepts one holds it.
    private async Task<Result<ComputeHost>> LockAsync(DbTransaction transaction, Guid segment, Guid uuid, string deed, CancellationToken ct)
    {
        var host = await hosts.LockAsync(transaction, uuid, ct);
        return Check(host, segment, uuid, deed, await segments.IsUnderRecoveryAsync(transaction, segment, ct));
    }

    private static Result<ComputeHost> Check(ComputeHost? host, Guid segment, Guid uuid, string deed, bool isUnderRecovery)
    {
        if (host is null || host.Segment.Uuid != segment)
            return Refusal.NotFound($"Host '{uuid.ToText()}' under failover_segment '{segment.ToText()}' could not be found.");
        if (isUnderRecovery)
            return Refusal.Conflict($"Host {uuid.ToText()} can't be {deed} as it is in-use to process notifications.");
        return host;
    }

    private async Task<Refusal?> AskNovaAsync(string name, CancellationToken ct)
    {
        try
        {
            var service = await nova.FindServiceAsync(name, ct);
            return service.Value is null ? Refusal.Invalid($"Compute service with name {name} could not be found.") : null;
        }
        catch (OpenStackException e) when (e is { Kind: FailureKind.Refused, Status: 403 })
        {
            return Refusal.Forbidden($"{e.Said ?? "Nova forbids it."} (HTTP 403)");
        }
    }

    /// <summary>Whether another host has the name without regard to case: a report could not tell the two apart.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="name">The name.</param>
    /// <param name="byOtherThan">The id of the host that may have it; 0: none may.</param>
    /// <param name="ct">Cancels the wait.</param>
    private Task<bool> IsTakenAsync(DbTransaction transaction, string name, int byOtherThan, CancellationToken ct)
    {
        var sql = $"""
            SELECT EXISTS (
                SELECT 1 FROM hosts WHERE {database.Dialect.AnyCase("name", "@name")} AND deleted = 0 AND id <> @byOtherThan)
            """;
        return database.FindAsync<bool>(transaction, sql, new { name, byOtherThan }, ct);
    }

    private async Task<ComputeHost> InsertAsync(DbTransaction transaction, Guid segment, HostDraft draft, CancellationToken ct)
    {
        var uuid = Guid.NewGuid();
        await writer.InsertAsync(transaction, uuid, segment, draft, ct);
        return (await hosts.FindAsync(transaction, uuid, ct))!;
    }

    private async Task<ComputeHost> WriteAsync(DbTransaction transaction, ComputeHost stored, HostChange change, CancellationToken ct)
    {
        if (change.SetsMaintenance)
            await maintenance.ForgetAsync(transaction, stored.Uuid, ct);
        var wanted = change.Apply(stored);
        return wanted == stored ? stored : await writer.UpdateAsync(transaction, wanted, ct);
    }

    private static Refusal UnknownSegment(Guid segment) => Refusal.NotFound($"No failover segment with id {segment.ToText()}.");

    private static Refusal NameTaken(string name) => Refusal.Conflict($"Host with name {name} already exists.");
}
