using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Fencing;

/// <summary>
/// What the fence command was asked in each recovery, and what it answered (table <c>host_fencing</c>): the question is written down
/// before the command is started.
/// </summary>
internal sealed class FenceJournal(Database database)
{
    /// <summary>What a former attempt or life has asked.</summary>
    public async Task<FenceRecord> FindAsync(Guid notification, CancellationToken ct)
    {
        const string Sql = """
            SELECT asks, failures, CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END AS has_ended, answer, heartbeat_at
              FROM host_fencing WHERE notification_uuid = @notification
            """;
        return (await database.FindAsync<Row>(Sql, new { notification = notification.ToText() }, ct))?.ToRecord() ?? FenceRecord.None;
    }

    /// <summary>The command is about to be started.</summary>
    public Task NoteAskAsync(ClaimSet claim, FenceRecord record)
    {
        var update = $"""
            UPDATE host_fencing SET asks = @asks, heartbeat_at = @heartbeat, asked_at = {database.Dialect.Now}, ended_at = NULL
             WHERE notification_uuid = @notification
            """;
        var insert = $"""
            INSERT INTO host_fencing (notification_uuid, asks, failures, heartbeat_at, asked_at)
            VALUES (@notification, @asks, 0, @heartbeat, {database.Dialect.Now})
            """;
        var parameters = new
        {
            notification = claim.Notification.ToText(), asks = record.Asks, heartbeat = record.HeartbeatAt?.ToText(),
        };
        return claim.WriteAsync(async transaction =>
        {
            if (await database.ExecuteAsync(transaction, update, parameters, CancellationToken.None) == 0)
                await database.ExecuteAsync(transaction, insert, parameters, CancellationToken.None);
        });
    }

    /// <summary>The command has ended.</summary>
    public Task NoteAnswerAsync(ClaimSet claim, FenceRecord record)
    {
        var sql = $"""
            UPDATE host_fencing SET answer = @answer, failures = @failures, ended_at = {database.Dialect.Now}
             WHERE notification_uuid = @notification
            """;
        var parameters = new
        {
            notification = claim.Notification.ToText(), answer = record.Answer?.ToText(), failures = record.Failures,
        };
        return claim.WriteAsync(transaction => database.ExecuteAsync(transaction, sql, parameters, CancellationToken.None));
    }

    private sealed record Row
    {
        public int Asks { get; init; }
        public int Failures { get; init; }
        public long HasEnded { get; init; }
        public string? Answer { get; init; }
        public DateTime? HeartbeatAt { get; init; }

        public FenceRecord ToRecord() => new()
        {
            Asks = Asks,
            Failures = Failures,
            HasEnded = HasEnded == 1,
            Answer = FenceAnswers.Parse(Answer),
            HeartbeatAt = HeartbeatAt.ToMoment(),
        };
    }
}
