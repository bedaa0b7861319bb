using System.Data.Common;
using Dapper;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery;

/// <summary>Moves notifications from status to status; nobody else does.</summary>
internal sealed class NotificationMoves(Database database, RecoveryOptions options, TimeProvider clock, ILogger<NotificationMoves> logger)
{
    /// <summary>Moves a claimed notification.</summary>
    /// <param name="claim">The right to move it.</param>
    /// <param name="notification">As the caller saw it.</param>
    /// <param name="hostName">The failed host, for the log.</param>
    /// <param name="to">The new status.</param>
    /// <param name="message">Why, or null.</param>
    /// <param name="isLogged">The log has the reason already.</param>
    /// <returns><see langword="false"/> when it no longer stood where the caller saw it; nothing was written.</returns>
    public async Task<bool> MoveAsync(
        Claim claim, Notification notification, string hostName, NotificationStatus to, string? message, bool isLogged = false)
    {
        var moved = 0;
        await claim.WriteAsync(async (connection, transaction) => moved = await UpdateAsync(connection, transaction, notification, to, message));
        if (moved == 1) Log(LevelOf(to, isLogged), notification, hostName, to, isLogged ? null : message);
        return moved == 1;
    }

    /// <summary>Ends an attempt in error and says when the next one is due: doubling back-off within the deadline after acceptance, else never (W24).</summary>
    public async Task FailAttemptAsync(Claim claim, Notification notification, string hostName, TaskOutcome outcome)
    {
        const string Update = "UPDATE recovery_work SET attempts = attempts + 1, due_at = @due, last_error = @message WHERE notification_uuid = @uuid";
        const string Insert = "INSERT INTO recovery_work (notification_uuid, attempts, due_at, last_error) VALUES (@uuid, 1, @due, @message)";
        const string Read = "SELECT attempts FROM recovery_work WHERE notification_uuid = @uuid";
        var uuid = notification.Uuid.ToText();
        var message = outcome.Why ?? "failed";
        DateTimeOffset? due = null;
        await claim.WriteAsync(async (connection, transaction) =>
        {
            var attempts = await connection.QuerySingleOrDefaultAsync<int?>(Read, new { uuid }, transaction);
            due = outcome.WorthRetrying ? NextAttempt(notification, attempts ?? 0) : null;
            await connection.ExecuteAsync(attempts is null ? Insert : Update, new { uuid, due = due?.ToText(), message = message.ToStorable() }, transaction);
            await UpdateAsync(connection, transaction, notification, NotificationStatus.Error, message);
        });
        Log(LogLevel.Warning, notification, hostName, NotificationStatus.Error, due is null ? null : message);
        if (due is { } at) logger.RetryDue(notification.Uuid, at);
        else if (!outcome.IsLogged) logger.RecoveryFailed(notification.Uuid, hostName, message);
    }

    /// <summary>Gives up a notification that nobody owns: an attempt in error that gets no other, or one that is too old.</summary>
    /// <param name="notification">As the caller saw it.</param>
    /// <param name="hostName">The failed host, for the log.</param>
    /// <param name="message">Why; null = the last attempt's message stays, which the log has since that attempt ended.</param>
    /// <param name="ct">Gives up before anything is written.</param>
    public async Task<bool> GiveUpAsync(Notification notification, string hostName, string? message, CancellationToken ct)
    {
        var moved = await database.TransactAsync(
            (connection, transaction) => UpdateAsync(connection, transaction, notification, NotificationStatus.Failed, message ?? notification.Message), ct);
        var level = message is null ? LogLevel.Information : LogLevel.Error;
        if (moved == 1) Log(level, notification, hostName, NotificationStatus.Failed, message);
        return moved == 1;
    }

    /// <summary>Whether a notification in error may be attempted now: a bell may be older than the wait that was ordered since. An abort waits for nothing.</summary>
    public async Task<bool> IsDueAsync(Guid notification, CancellationToken ct)
    {
        var sql = $"""
            SELECT COUNT(*) FROM recovery_work w
             WHERE w.notification_uuid = @uuid AND (w.due_at IS NULL OR w.due_at > {database.Dialect.Now})
               AND NOT EXISTS (SELECT 1 FROM engine_aborts a WHERE a.notification_uuid = w.notification_uuid)
            """;
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<int>(
            new CommandDefinition(sql, new { uuid = notification.ToText(), now = database.Now }, cancellationToken: ct)) == 0;
    }

    private static LogLevel LevelOf(NotificationStatus to, bool isLogged) => (to, isLogged) switch
    {
        (NotificationStatus.Failed, false) => LogLevel.Error,
        (NotificationStatus.Failed, true) => LogLevel.Warning,
        (NotificationStatus.Running, true) => LogLevel.Debug,   // only to be ended at once
        _ => LogLevel.Information,
    };

    private void Log(LogLevel level, Notification notification, string hostName, NotificationStatus to, string? message) =>
        logger.StatusMoved(level, notification.Uuid, hostName, notification.Status, to, message is null ? "" : $": {message}");

    private DateTimeOffset? NextAttempt(Notification notification, int failedBefore)
    {
        if (failedBefore >= options.RetryAttempts) return null;
        var due = clock.GetUtcNow() + options.RetryFirst * Math.Pow(2, failedBefore);
        return due <= notification.CreatedAt + options.RetryDeadline ? due : null;
    }

    private async Task<int> UpdateAsync(
        DbConnection connection, DbTransaction transaction, Notification notification, NotificationStatus to, string? message)
    {
        const string Sql = """
            UPDATE notifications SET status = @to, message = @message, updated_at = @at
             WHERE notification_uuid = @uuid AND status = @from AND deleted = 0
            """;
        if (!NotificationLifecycle.Allows(notification.Status, to))
            throw new InvalidOperationException($"Notification {notification.Uuid} cannot move from {notification.Status} to {to}.");
        var moved = await connection.ExecuteAsync(Sql, new
        {
            uuid = notification.Uuid.ToText(), from = notification.Status.ToText(), to = to.ToText(), message = message.ToStorable(), at = clock.GetUtcNow().WholeSeconds().ToText(),
        }, transaction);
        if (moved == 1 && NotificationLifecycle.IsFinal(to)) await EndMovesAsync(connection, transaction, notification);
        return moved;
    }

    /// <summary>No vmove stays open under a notification that is over (W3).</summary>
    private Task EndMovesAsync(DbConnection connection, DbTransaction transaction, Notification notification) => connection.ExecuteAsync("""
        UPDATE vmoves SET status = 'failed', message = COALESCE(message, 'The recovery ended before this instance was moved.'), end_time = @at, updated_at = @at
         WHERE notification_uuid = @uuid AND status IN ('pending', 'ongoing') AND deleted = 0
        """, new { uuid = notification.Uuid.ToText(), at = clock.GetUtcNow().WholeSeconds().ToText() }, transaction);
}
