using System.Data.Common;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Flow;

/// <summary>When a failed recovery is tried again, and when it is given up (table <c>recovery_work</c>).</summary>
internal sealed class RetrySchedule(Database database, RetryOptions options)
{
    /// <summary>Whether the time for the recovery is over.</summary>
    public async Task<bool> IsOverAsync(Guid notification, CancellationToken ct) =>
        Row.ToTimes(await database.FindAsync<Row>(Read, new { uuid = notification.ToText() }, ct))?.IsOver(options) ?? true;

    /// <summary>
    /// Whether a notification in error may be attempted now: a bell may be older than the wait that was ordered since. An abort waits for
    /// nothing.
    /// </summary>
    public async Task<bool> IsDueAsync(Guid notification, CancellationToken ct)
    {
        var sql = $"""
            SELECT COUNT(*) FROM recovery_work w
             WHERE w.notification_uuid = @uuid AND (w.due_at IS NULL OR w.due_at > {database.Dialect.Now})
               AND NOT EXISTS (SELECT 1 FROM engine_aborts a WHERE a.notification_uuid = w.notification_uuid)
            """;
        return await database.FindAsync<int>(sql, new { uuid = notification.ToText() }, ct) == 0;
    }

    /// <summary>Adds to the time that counts for no limit.</summary>
    public Task NoteAwayAsync(ClaimSet claim, TimeSpan away)
    {
        const string Sql = "UPDATE recovery_work SET away_seconds = away_seconds + @seconds WHERE notification_uuid = @uuid";
        var parameters = new { uuid = claim.Notification.ToText(), seconds = away.TotalSeconds };
        return claim.WriteAsync(async transaction =>
        {
            await EnterAsync(transaction, claim.Notification);
            await database.ExecuteAsync(transaction, Sql, parameters, CancellationToken.None);
        });
    }

    /// <summary>Notes a failed attempt.</summary>
    /// <param name="transaction">That of the new status.</param>
    /// <param name="notification">Whose attempt failed.</param>
    /// <param name="outcome">How it failed.</param>
    /// <returns>When the next attempt begins; <see langword="null"/> = never.</returns>
    public async Task<DateTimeOffset?> NoteFailedAsync(DbTransaction transaction, Guid notification, TaskOutcome outcome)
    {
        const string Sql = """
            UPDATE recovery_work SET attempts = attempts + @used, away_seconds = @away, due_at = @due, last_error = @why
             WHERE notification_uuid = @uuid
            """;
        var uuid = notification.ToText();
        await EnterAsync(transaction, notification);
        var times = Row.ToTimes(await database.FindAsync<Row>(transaction, Read, new { uuid }, CancellationToken.None));
        if (times is not null && outcome.UsesUpNothing) times = times.Postponed(options);
        var due = outcome.UsesUpNothing ? times?.Now + options.First : outcome.WorthRetrying ? times?.NextAttempt(options) : null;
        var parameters = new
        {
            uuid,
            due = due?.ToText(),
            used = outcome.UsesUpNothing ? 0 : 1,
            away = times?.Away.TotalSeconds ?? 0,
            why = outcome.Why?.ToStorable(),
        };
        await database.ExecuteAsync(transaction, Sql, parameters, CancellationToken.None);
        return due;
    }

    private string Read => $"""
        SELECT {database.Dialect.Now} AS Now, COALESCE(h.went_on_at, n.created_at) AS AcceptedAt, j.proof_at AS EvidenceAt,
               (SELECT MAX(v.end_time) FROM vmoves v
                 WHERE v.notification_uuid = n.notification_uuid AND v.status = 'succeeded' AND v.deleted = 0) AS LandedAt,
               COALESCE(w.away_seconds, 0) AS AwaySeconds, COALESCE(w.attempts, 0) AS Attempts
          FROM notifications n
          LEFT JOIN recovery_work w ON w.notification_uuid = n.notification_uuid
          LEFT JOIN held_notifications h ON h.notification_uuid = n.notification_uuid
          LEFT JOIN host_journal j ON j.notification_uuid = n.notification_uuid
         WHERE n.notification_uuid = @uuid
        """;

    private Task EnterAsync(DbTransaction transaction, Guid notification)
    {
        const string Sql = """
            INSERT INTO recovery_work (notification_uuid, attempts)
            SELECT n.notification_uuid, 0 FROM notifications n
             WHERE n.notification_uuid = @uuid AND NOT EXISTS (SELECT 1 FROM recovery_work w WHERE w.notification_uuid = @uuid)
            """;
        return database.ExecuteAsync(transaction, Sql, new { uuid = notification.ToText() }, CancellationToken.None);
    }

    private sealed record Row
    {
        public DateTime Now { get; init; }
        public DateTime AcceptedAt { get; init; }
        public DateTime? EvidenceAt { get; init; }
        public DateTime? LandedAt { get; init; }
        public double AwaySeconds { get; init; }
        public int Attempts { get; init; }

        public static RecoveryTimes? ToTimes(Row? row) => row is null ? null : new()
        {
            Now = row.Now.ToMoment(),
            AcceptedAt = row.AcceptedAt.ToMoment(),
            EvidenceAt = row.EvidenceAt.ToMoment(),
            LandedAt = row.LandedAt.ToMoment(),
            Away = TimeSpan.FromSeconds(row.AwaySeconds),
            Attempts = row.Attempts,
        };
    }
}
