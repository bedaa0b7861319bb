using System.Data.Common;
using Dapper;
using Masakari.Core.Persistence;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// Writes vmoves and their journal: what we are about to do to an instance is on record before Nova is asked, so that whoever
/// takes the work over after a crash neither asks twice nor leaves a lock behind.
/// </summary>
internal sealed class MoveJournal(Database database, TimeProvider clock)
{
    /// <summary>Few enough that the claim's renewal is not kept waiting; whoever takes over plans what is missing.</summary>
    private const int PlannedAtATime = 100;

    /// <summary>The moves of a notification, in the order in which they are to be made.</summary>
    public async Task<IReadOnlyList<MoveJournalEntry>> ListAsync(Guid notification, CancellationToken ct)
    {
        var sql = $"""
            SELECT v.uuid AS VMove, v.instance_uuid AS Instance, v.instance_name AS InstanceName, v.status AS Status,
                   j.vm_state AS VmState, j.task_state AS TaskState, j.power_state AS PowerState,
                   j.locked_by_us AS LockedByUs, j.reset_by_us AS ResetByUs,
                   j.evacuations_before AS EvacuationsBefore, j.evacuate_requested_at AS RequestedAt, {database.Dialect.Now} AS Now
              FROM vmoves v JOIN vmove_journal j ON j.vmove_uuid = v.uuid
             WHERE v.notification_uuid = @notification AND v.deleted = 0
             ORDER BY j.position
            """;
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<MoveJournalRow>(
            new CommandDefinition(sql, new { notification = notification.ToText(), now = database.Now }, cancellationToken: ct));
        return [.. rows.Select(row => row.ToEntry())];
    }

    /// <summary>Plans a move for each instance: vmove <c>pending</c> unless it has one, the states it has now, its place in the order.</summary>
    public async Task PlanAsync(Claim claim, string sourceHost, IReadOnlyList<PlannedMove> moves)
    {
        const string VMove = """
            INSERT INTO vmoves (created_at, deleted, uuid, notification_uuid, instance_uuid, instance_name, source_host, type, status)
            VALUES (@at, 0, @vmove, @notification, @instance, @name, @sourceHost, 'evacuation', 'pending')
            """;
        const string Journal = """
            INSERT INTO vmove_journal (vmove_uuid, notification_uuid, instance_uuid, attempt, vm_state, task_state, power_state,
                                       locked_by_owner, locked_by_us, reset_by_us, evacuations_before, evacuate_requested_at, position)
            VALUES (@vmove, @notification, @instance, 0, @vmState, @taskState, @powerState, @locked, @lockedByUs, 0, @evacuationsBefore, @askedAt, @position)
            """;
        var rows = moves.Select(move => new
        {
            at = clock.GetUtcNow().WholeSeconds().ToText(), isNew = move.VMove is null, vmove = (move.VMove ?? Guid.NewGuid()).ToText(), notification = claim.Key.Notification.ToText(),
            instance = move.Server.Id.ToText(), name = move.Server.Name.ToStorable(255), sourceHost, vmState = move.Server.VmState, taskState = move.Server.TaskState,
            powerState = move.Server.PowerState, locked = move.Server.Locked && !move.LockedByUs, lockedByUs = move.LockedByUs,
            askedAt = move.AskedAt?.ToText(), evacuationsBefore = move.EvacuationsBefore, position = move.Position,
        });
        foreach (var some in rows.Chunk(PlannedAtATime))
            await claim.WriteAsync(async (connection, transaction) =>
            {
                await connection.ExecuteAsync(VMove, some.Where(row => row.isNew), transaction);
                await connection.ExecuteAsync(Journal, some, transaction);
            });
    }

    /// <summary>Before locking (and resetting): from now on the lock is ours to take off.</summary>
    public Task NoteLockAsync(Claim claim, MoveJournalEntry move, bool lockedByUs, bool resetByUs) => SetAsync(claim, """
        UPDATE vmove_journal SET locked_by_us = @lockedByUs, reset_by_us = @resetByUs WHERE vmove_uuid = @vmove
        """, new { vmove = move.VMove.ToText(), lockedByUs, resetByUs });

    /// <summary>After the unlock.</summary>
    public Task NoteUnlockedAsync(Claim claim, MoveJournalEntry move) => SetAsync(claim, """
        UPDATE vmove_journal SET locked_by_us = 0, unlock_again_at = NULL WHERE vmove_uuid = @vmove
        """, new { vmove = move.VMove.ToText() });

    /// <summary>Before an unlock that a lock may follow which is still on its way: the sweep is to unlock again, but not before that time.</summary>
    public Task NoteUnlockAgainAsync(Claim claim, MoveJournalEntry move, TimeSpan after) => SetAsync(claim, $"""
        UPDATE vmove_journal SET unlock_again_at = {database.Dialect.NowPlus("@after")} WHERE vmove_uuid = @vmove
        """, new { vmove = move.VMove.ToText(), after = after.TotalSeconds, now = database.Now });

    /// <summary>The intent, at most two seconds before evacuate is called: vmove <c>ongoing</c>.</summary>
    public Task NoteIntentAsync(Claim claim, MoveJournalEntry move, long evacuationsBefore)
    {
        var journal = $"""
            UPDATE vmove_journal SET evacuate_requested_at = {database.Dialect.Now}, evacuations_before = @evacuationsBefore, attempt = attempt + 1
             WHERE vmove_uuid = @vmove
            """;
        var parameters = new { vmove = move.VMove.ToText(), evacuationsBefore, now = database.Now };
        return claim.WriteAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync(journal, parameters, transaction);
            await BeginAsync(connection, transaction, move);
        });
    }

    /// <summary>Nova said no: it was not asked, as far as the next attempt is concerned.</summary>
    public Task NoteRefusedAsync(Claim claim, MoveJournalEntry move) => SetAsync(claim, """
        UPDATE vmove_journal SET evacuate_requested_at = NULL WHERE vmove_uuid = @vmove
        """, new { vmove = move.VMove.ToText() });

    /// <summary>A move that was found under way: vmove <c>ongoing</c> again.</summary>
    public Task NoteOngoingAsync(Claim claim, MoveJournalEntry move) =>
        claim.WriteAsync((connection, transaction) => BeginAsync(connection, transaction, move));

    /// <summary>How the attempt ended: <c>succeeded</c> with its new host, <c>failed</c> or <c>ignored</c> with the reason.</summary>
    public Task NoteEndAsync(Claim claim, MoveJournalEntry move, VMoveStatus status, string? destination, string? message) => SetAsync(claim, """
        UPDATE vmoves SET status = @status, dest_host = @destination, message = @message, end_time = @at, updated_at = @at WHERE uuid = @vmove
        """, new { vmove = move.VMove.ToText(), status = status.ToText(), destination, message = message.ToStorable(), at = clock.GetUtcNow().WholeSeconds().ToText() });

    private Task BeginAsync(DbConnection connection, DbTransaction transaction, MoveJournalEntry move) => connection.ExecuteAsync("""
        UPDATE vmoves SET status = 'ongoing', start_time = COALESCE(start_time, @at), end_time = NULL, message = NULL, updated_at = @at
         WHERE uuid = @vmove
        """, new { vmove = move.VMove.ToText(), at = clock.GetUtcNow().WholeSeconds().ToText() }, transaction);

    private static Task SetAsync(Claim claim, string sql, object parameters) =>
        claim.WriteAsync((connection, transaction) => connection.ExecuteAsync(sql, parameters, transaction));
}
