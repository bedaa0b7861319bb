using System.Data.Common;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Journals;

/// <summary>
/// What a recovery does to a guest that crashed (table <c>instance_recoveries</c>, one row for each notification that acts): written down
/// before Nova is asked. While the recovery acts, it has the instance reserved (<see cref="OpenMoves"/>).
/// </summary>
internal sealed class InstanceJournal(Database database, OpenMoves openMoves)
{
    /// <summary>What the journal says of a recovery.</summary>
    public async Task<GuestRecovery> FindAsync(Guid notification, CancellationToken ct)
    {
        var sql = $"""
            SELECT locked_by_us, stop_sent_at, stop_answered, start_sent_at, {database.Dialect.Now} AS now
              FROM instance_recoveries WHERE notification_uuid = @notification
            """;
        var row = await database.FindAsync<Row>(sql, new { notification = notification.ToText() }, ct);
        return row?.ToRecovery() ?? GuestRecovery.None;
    }

    /// <summary>
    /// Begins to act on an instance: reserves it, and notes that it is about to be locked. Begun again, it only notes the lock.
    /// </summary>
    /// <param name="claim">The recovery's claim.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="lockIt">Whether it is about to be locked.</param>
    /// <param name="most">So many recoveries of one instance may begin within the time.</param>
    /// <param name="window">The time.</param>
    public async Task<GuestAdmission> BeginAsync(ClaimSet claim, Guid instance, bool lockIt, int most, TimeSpan window)
    {
        var start = GuestAdmission.Free;
        await claim.WriteAsync(async transaction => start = await BeginAsync(transaction, claim.Notification, instance, lockIt, most, window));
        return start;
    }

    /// <summary>Before the stop, or after its answer.</summary>
    public Task NoteStopAsync(ClaimSet claim) => claim.WriteAsync(
        new GuestWrite(claim.Notification, $"stop_sent_at = {database.Dialect.Now}, stop_answered = 0"));

    /// <summary>Nova rejected the stop, and none was sent before.</summary>
    public Task NoteStopRejectedAsync(ClaimSet claim) =>
        claim.WriteAsync(new GuestWrite(claim.Notification, "stop_sent_at = NULL, stop_answered = 0"));

    /// <summary>Nova answered the stop. Nothing waits for this: until it is written, whoever takes over waits out a lost call.</summary>
    public void NoteStopAnswered(ClaimSet claim, Action<Exception> failed) =>
        claim.WriteSoon(new GuestWrite(claim.Notification, "stop_answered = 1"), failed);

    /// <summary>Before the start.</summary>
    public Task NoteStartAsync(ClaimSet claim) => claim.WriteAsync(
        new GuestWrite(claim.Notification, $"start_sent_at = {database.Dialect.Now}"));

    /// <summary>The attempt is over: another recovery may act on the instance.</summary>
    /// <param name="claim">The recovery's claim.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="leftTo">
    /// The recovery of its host, which is to bring it back active; <see langword="null"/> = it is free for any recovery.
    /// </param>
    public Task EndAsync(ClaimSet claim, Guid instance, Guid? leftTo) => claim.WriteAsync(new GuestEnd(claim.Notification, instance, leftTo));

    /// <summary>Instances that are locked by us though the recovery of the guest is over, and whose unlock is due.</summary>
    public async Task<IReadOnlyList<(Guid Notification, Guid Instance)>> ListForgottenLocksAsync(CancellationToken ct)
    {
        var sql = $"""
            SELECT j.notification_uuid AS Notification, j.instance_uuid AS Instance
              FROM instance_recoveries j LEFT JOIN notifications n ON n.notification_uuid = j.notification_uuid
             WHERE j.locked_by_us = 1 AND (n.status IS NULL OR n.status IN ('finished', 'failed', 'ignored'))
               AND (j.unlock_again_at IS NULL OR j.unlock_again_at <= {database.Dialect.Now})
               AND NOT EXISTS ({OpenMoves.OfInstance("j.instance_uuid")})
            """;
        var rows = await database.QueryAsync<LockRow>(sql, null, ct);
        return [.. rows.Select(row => (Guid.Parse(row.Notification), Guid.Parse(row.Instance)))];
    }

    /// <summary>After the unlock of a forgotten lock: nobody has a claim on a recovery that is over.</summary>
    public Task NoteUnlockedAsync(Guid notification, CancellationToken ct) => database.ExecuteAsync(
        "UPDATE instance_recoveries SET locked_by_us = 0, unlock_again_at = NULL WHERE notification_uuid = @notification",
        new { notification = notification.ToText() }, ct);

    /// <summary>The row in which the lock of a recovery stands.</summary>
    public ILockRow LockOf(ClaimSet claim, Guid instance) => new GuestLock(claim, instance, database.Dialect);

    private async Task<GuestAdmission> BeginAsync(
        DbTransaction transaction, Guid notification, Guid instance, bool lockIt, int most, TimeSpan window)
    {
        var recent = $"""
            SELECT notification_uuid FROM instance_recoveries
             WHERE instance_uuid = @instance AND (notification_uuid = @notification OR began_at > {database.Dialect.NowPlus("@seconds")})
            """;
        var others = await openMoves.ReserveAsync(transaction, notification, [instance]);
        if (others.TryGetValue(instance, out var other)) return GuestAdmission.OfAnother(other);
        var keys = new { instance = instance.ToText(), notification = notification.ToText(), seconds = -window.TotalSeconds, lockIt };
        var found = await database.QueryAsync<string>(transaction, recent, keys, CancellationToken.None);
        if (!found.Contains(notification.ToText()) && found.Count >= most)
        {
            await database.ExecuteAsync(
                transaction, [OpenMoves.Release(database.Dialect, notification, [instance])], CancellationToken.None);
            return GuestAdmission.TooOften(found.Count);
        }
        var sql = !found.Contains(notification.ToText())
            ? $"""
                INSERT INTO instance_recoveries (notification_uuid, instance_uuid, began_at, locked_by_us)
                VALUES (@notification, @instance, {database.Dialect.Now}, @lockIt)
                """
            : "UPDATE instance_recoveries SET locked_by_us = CASE WHEN @lockIt THEN 1 ELSE locked_by_us END WHERE notification_uuid = @notification";
        await database.ExecuteAsync(transaction, sql, keys, CancellationToken.None);
        return GuestAdmission.Free;
    }

    private sealed record Row
    {
        public bool LockedByUs { get; init; }
        public DateTime? StopSentAt { get; init; }
        public bool StopAnswered { get; init; }
        public DateTime? StartSentAt { get; init; }
        public DateTime Now { get; init; }

        // The database's clock may have stepped back: a stop from the future is not an old one.
        public GuestRecovery ToRecovery() => new()
        {
            IsBegun = true,
            LockedByUs = LockedByUs,
            StopAge = StopSentAt is { } at ? (Now > at ? Now - at : TimeSpan.Zero) : null,
            IsStopAnswered = StopAnswered,
            IsStartSent = StartSentAt is not null,
        };
    }

    private sealed record LockRow
    {
        public string Notification { get; init; } = "";
        public string Instance { get; init; } = "";
    }

    private sealed class GuestLock(ClaimSet claim, Guid instance, SqlDialect dialect) : ILockRow
    {
        public Guid Instance => instance;

        public Task NoteAsync(bool byUs) =>
            claim.WriteAsync(new GuestWrite(claim.Notification, $"locked_by_us = {(byUs ? 1 : 0)}"));

        public Task NoteUnlockAgainAsync(TimeSpan after) => claim.WriteAsync(new GuestWrite(
            claim.Notification, FormattableString.Invariant($"unlock_again_at = {dialect.NowPlus($"({after.TotalSeconds})")}")));

        public void NoteUnlocked(Action<Exception> failed) =>
            claim.WriteSoon(new GuestWrite(claim.Notification, "locked_by_us = 0, unlock_again_at = NULL"), failed);
    }
}

/// <summary>Whether a recovery may act on its instance.</summary>
/// <param name="Other">The recovery that has the instance; <see langword="null"/> = none.</param>
/// <param name="Recent">So many recoveries of the instance began of late, which is too many; <see langword="null"/> = it is not.</param>
internal sealed record GuestAdmission(Guid? Other, int? Recent)
{
    public static GuestAdmission Free { get; } = new(null, null);

    public static GuestAdmission OfAnother(Guid notification) => new(notification, null);

    public static GuestAdmission TooOften(int recent) => new(null, recent);
}
