using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.Journals;

/// <summary>
/// The vmoves of a recovery and their journal (table <c>vmove_journal</c>): what we are about to do to an instance is written down before
/// Nova is asked, so that whoever takes the work over after a crash neither asks twice nor leaves a lock behind.
/// </summary>
internal sealed class MoveJournal(Database database)
{
    /// <summary>The moves of a notification, in the order in which they are to be made.</summary>
    public Task<IReadOnlyList<MoveJournalEntry>> ListAsync(Guid notification, CancellationToken ct) =>
        ListAsync("v.notification_uuid = @notification", new { notification = notification.ToText() }, ct);

    /// <summary>
    /// The moves that may have gone to a spare of a recovery: its own, and those that earlier recoveries of the same failed host have sent
    /// there, or brought there, since the spare was taken.
    /// </summary>
    public Task<IReadOnlyList<MoveJournalEntry>> ListOfSpareAsync(Guid notification, SpareEntry spare, CancellationToken ct)
    {
        const string Chosen = """
            v.notification_uuid IN (
                SELECT o.notification_uuid FROM notifications o JOIN notifications m ON m.source_host_uuid = o.source_host_uuid
                 WHERE m.notification_uuid = @notification)
             AND (v.notification_uuid = @notification OR ((j.target = @name OR v.dest_host = @name) AND j.evacuate_requested_at >= @takenAt))
            """;
        return ListAsync(Chosen, new { notification = notification.ToText(), name = spare.Name, takenAt = spare.RowChangedAt.ToText() }, ct);
    }

    private async Task<IReadOnlyList<MoveJournalEntry>> ListAsync(string chosen, object parameters, CancellationToken ct)
    {
        var sql = $"""
            SELECT v.uuid AS VMove, v.instance_uuid AS Instance, v.instance_name, v.status, j.vm_state, j.task_state, j.power_state,
                   j.locked_by_us, j.reset_by_us, j.evacuations_before AS NewestForeignRecord, j.evacuate_requested_at AS RequestedAt, j.doubted AS IsDoubted,
                   j.target, v.dest_host AS Destination,
                   {database.Dialect.Now} AS Now, j.given_up,
                   (SELECT COALESCE(MAX(e.live_migration), 0)
                      FROM vmove_journal e JOIN vmoves w ON w.uuid = e.vmove_uuid
                     WHERE e.instance_uuid = j.instance_uuid AND e.vmove_uuid <> j.vmove_uuid AND w.end_time < n.created_at
                   ) AS LiveMigrationReported
              FROM vmoves v JOIN vmove_journal j ON j.vmove_uuid = v.uuid
              LEFT JOIN notifications n ON n.notification_uuid = j.notification_uuid
             WHERE {chosen} AND v.deleted = 0
             ORDER BY j.position
            """;
        var rows = await database.QueryAsync<Row>(sql, parameters, ct);
        return [.. rows.Select(row => row.ToEntry())];
    }

    /// <summary>
    /// Instances that are locked by us though their recovery is over, and whose unlock is due. Not those that another recovery moves now:
    /// it relies on the lock.
    /// </summary>
    public async Task<IReadOnlyList<(Guid VMove, Guid Instance)>> ListForgottenLocksAsync(CancellationToken ct)
    {
        var sql = $"""
            SELECT j.vmove_uuid AS VMove, j.instance_uuid AS Instance
              FROM vmove_journal j JOIN notifications n ON n.notification_uuid = j.notification_uuid
             WHERE j.locked_by_us = 1 AND n.status IN ('finished', 'failed', 'ignored')
               AND (j.unlock_again_at IS NULL OR j.unlock_again_at <= {database.Dialect.Now})
               AND NOT EXISTS ({OpenMoves.OfInstance("j.instance_uuid")})
            """;
        var rows = await database.QueryAsync<Row>(sql, null, ct);
        return [.. rows.Select(row => (Guid.Parse(row.VMove), Guid.Parse(row.Instance)))];
    }

    /// <summary>
    /// Plans a move for each instance: vmove <c>pending</c> unless it has one, the states it has now, its place in the order. Many are
    /// planned in several transactions; whoever takes over plans what is missing.
    /// </summary>
    public Task PlanAsync(ClaimSet claim, string sourceHost, FlowPlace flow, IReadOnlyList<PlannedMove> moves) => claim.WriteAsync(
        [.. moves.Select(move => new MoveWrites.Plan(move.VMove ?? Guid.NewGuid(), claim.Notification, sourceHost, flow, move))]);

    /// <summary>Before locking (and resetting): from now on the lock is ours to take off.</summary>
    public Task NoteLockAsync(ClaimSet claim, MoveJournalEntry move, bool lockedByUs, bool resetByUs) =>
        claim.WriteAsync(new MoveWrites.Lock(move.VMove, lockedByUs, resetByUs));

    /// <summary>
    /// After the unlock. Nothing waits for this: it is written with the recovery's next real write. Until then whoever takes over unlocks
    /// the instance once more.
    /// </summary>
    public void NoteUnlocked(ClaimSet claim, MoveJournalEntry move, Action<Exception> failed) =>
        claim.WriteSoon(new MoveWrites.Unlocked(move.VMove), failed);

    /// <summary>After the unlock of a forgotten lock: nobody has a claim on a recovery that is over.</summary>
    public Task NoteUnlockedAsync(Guid vmove, CancellationToken ct) => database.ExecuteAsync(
        "UPDATE vmove_journal SET locked_by_us = 0, unlock_again_at = NULL WHERE vmove_uuid = @vmove", new { vmove = vmove.ToText() }, ct);

    /// <summary>
    /// Before an unlock that a lock may follow which is still on its way: the sweep is to unlock again, but not before that time.
    /// </summary>
    public Task NoteUnlockAgainAsync(ClaimSet claim, MoveJournalEntry move, TimeSpan after) =>
        claim.WriteAsync(new MoveWrites.UnlockAgain(move.VMove, after));

    /// <summary>The row in which the lock of a move stands.</summary>
    /// <param name="claim">The recovery's claim.</param>
    /// <param name="move">The move.</param>
    /// <param name="resetByUs">What the journal says of a reset, which stands in the same row.</param>
    public ILockRow LockOf(ClaimSet claim, MoveJournalEntry move, bool resetByUs) => new MoveLock(this, claim, move, resetByUs);

    /// <summary>The intent, at most two seconds before evacuate is called: vmove <c>ongoing</c>.</summary>
    public Task NoteIntentAsync(ClaimSet claim, MoveJournalEntry move, FlowPlace flow, long newestForeignRecord) =>
        claim.WriteAsync(new MoveWrites.Intent(move.VMove, flow, newestForeignRecord));

    /// <summary>Nova rejected the call, or it was not sent: for the next attempt, Nova was not asked.</summary>
    public Task NoteRejectedAsync(ClaimSet claim, MoveJournalEntry move) => claim.WriteAsync(new MoveWrites.Rejected(move.VMove));

    /// <summary>A move that was found under way: vmove <c>ongoing</c> again.</summary>
    public Task NoteOngoingAsync(ClaimSet claim, MoveJournalEntry move) => claim.WriteAsync(new MoveWrites.Ongoing(move.VMove));

    /// <summary>How the attempt ended. From now on another recovery may move the instance.</summary>
    public Task NoteEndAsync(ClaimSet claim, MoveJournalEntry move, MoveEnd end) =>
        claim.WriteAsync(new MoveWrites.Ended(move.VMove, move.Instance, end));

    /// <summary>The newest move of each of these instances, whichever notification planned it; nothing for one that has none.</summary>
    /// <param name="instances">The instances.</param>
    /// <param name="from">Only moves away from this host; <see langword="null"/> = from any.</param>
    /// <param name="ct">Ends the read.</param>
    public async Task<IReadOnlyList<EarlierMove>> ListNewestAsync(IEnumerable<Guid> instances, string? from, CancellationToken ct)
    {
        const string Sql = """
            SELECT j.instance_uuid AS Instance, v.status, v.created_at, v.end_time AS EndedAt, v.dest_host AS Destination, j.vm_state, j.power_state,
                   j.warned_record, j.evacuations_before AS NewestForeignRecord
              FROM vmove_journal j JOIN vmoves v ON v.uuid = j.vmove_uuid
             WHERE j.instance_uuid IN @instances AND (@from IS NULL OR v.source_host = @from) AND v.deleted = 0
             ORDER BY v.id
            """;
        var rows = await database.QueryAsync<EarlierRow>(Sql, new { instances = instances.Select(one => one.ToText()), from }, ct);
        return [.. rows.GroupBy(row => row.Instance).Select(group => group.Last().ToMove())];
    }

    private sealed class MoveLock(MoveJournal journal, ClaimSet claim, MoveJournalEntry move, bool resetByUs) : ILockRow
    {
        public Guid Instance => move.Instance;

        public Task NoteAsync(bool byUs) => journal.NoteLockAsync(claim, move, byUs, resetByUs);

        public Task NoteUnlockAgainAsync(TimeSpan after) => journal.NoteUnlockAgainAsync(claim, move, after);

        public void NoteUnlocked(Action<Exception> failed) => journal.NoteUnlocked(claim, move, failed);
    }

    private sealed record Row
    {
        public string VMove { get; init; } = "";
        public string Instance { get; init; } = "";
        public string InstanceName { get; init; } = "";
        public string Status { get; init; } = "";
        public string VmState { get; init; } = "";
        public string? TaskState { get; init; }
        public int PowerState { get; init; }
        public bool LockedByUs { get; init; }
        public bool ResetByUs { get; init; }
        public long NewestForeignRecord { get; init; }
        public DateTime? RequestedAt { get; init; }
        public DateTime Now { get; init; }
        public bool GivenUp { get; init; }
        public bool IsDoubted { get; init; }
        public string? Target { get; init; }
        public string? Destination { get; init; }
        public long LiveMigrationReported { get; init; }

        public MoveJournalEntry ToEntry() => new()
        {
            VMove = Guid.Parse(VMove),
            Instance = Guid.Parse(Instance),
            InstanceName = InstanceName,
            Status = VMoveStatusText.Parse(Status) ?? VMoveStatus.Pending,
            VmState = VmState,
            TaskState = TaskState,
            PowerState = PowerState,
            LockedByUs = LockedByUs,
            ResetByUs = ResetByUs,
            NewestForeignRecord = NewestForeignRecord,
            GivenUp = GivenUp,
            IsDoubted = IsDoubted,
            Target = Target,
            Destination = Destination,
            LiveMigrationReported = LiveMigrationReported,
            IntentAge = RequestedAt is { } at ? Now - at : null,
        };
    }

    private sealed record EarlierRow
    {
        public string Instance { get; init; } = "";
        public string Status { get; init; } = "";
        public DateTime? CreatedAt { get; init; }
        public DateTime? EndedAt { get; init; }
        public string? Destination { get; init; }
        public long? WarnedRecord { get; init; }
        public long NewestForeignRecord { get; init; }
        public string VmState { get; init; } = "";
        public int PowerState { get; init; }

        public EarlierMove ToMove() => new()
        {
            Instance = Guid.Parse(Instance),
            HasLanded = VMoveStatusText.Parse(Status) == VMoveStatus.Succeeded,
            PlannedAt = CreatedAt.ToMoment(),
            EndedAt = EndedAt.ToMoment(),
            Destination = Destination,
            WarnedRecord = WarnedRecord,
            NewestForeignRecord = NewestForeignRecord,
            VmState = VmState,
            PowerState = PowerState,
        };
    }
}
