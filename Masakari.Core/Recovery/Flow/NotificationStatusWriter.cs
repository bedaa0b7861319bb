using System.Data.Common;
using System.Globalization;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.VMoves;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Flow;

/// <summary>The only class that changes the status of notifications.</summary>
internal sealed class NotificationStatusWriter(
    Database database, VMoveWriter vmoves, RetryOptions options, TimeProvider clock, ILogger<NotificationStatusWriter> logger)
{
    /// <summary>Changes the status of a claimed notification.</summary>
    /// <param name="claim">The right to change it.</param>
    /// <param name="notification">As the caller saw it.</param>
    /// <param name="hostName">The failed host, for the log.</param>
    /// <param name="to">The new status.</param>
    /// <param name="message">Why, or null.</param>
    /// <param name="isLogged">The log has the reason already.</param>
    /// <returns><see langword="false"/> when it no longer stood where the caller saw it; nothing was written.</returns>
    public async Task<bool> SetAsync(
        ClaimSet claim, Notification notification, string hostName, NotificationStatus to, string? message, bool isLogged = false)
    {
        var changed = false;
        await claim.WriteAsync(async transaction => changed = await UpdateAsync(transaction, notification, to, message));
        if (changed) Log(LevelOf(to, isLogged), notification, hostName, to, isLogged ? null : message);
        return changed;
    }

    /// <summary>Says in the message of a running notification what the recovery waits for.</summary>
    /// <param name="claim">The right to change it.</param>
    /// <param name="message">A sentence or more; <see langword="null"/> = the recovery waits no longer.</param>
    public Task ShowWaitAsync(ClaimSet claim, string? message)
    {
        const string Sql = """
            UPDATE notifications SET message = @message, updated_at = @at
             WHERE notification_uuid = @uuid AND status = @running AND deleted = 0
            """;
        var parameters = new
        {
            uuid = claim.Notification.ToText(), message = message.ToStorable(), running = NotificationStatus.Running.ToText(),
            at = clock.GetUtcNow().WholeSeconds().ToText(),
        };
        return claim.WriteAsync(transaction => database.ExecuteAsync(transaction, Sql, parameters, CancellationToken.None));
    }

    /// <summary>
    /// Ends an attempt in error and says when the next one is due: with doubling back-off until the deadline after acceptance, or
    /// after the end of a hold, then never.
    /// </summary>
    public async Task FailAttemptAsync(ClaimSet claim, Notification notification, string hostName, TaskOutcome outcome)
    {
        const string Update = """
            UPDATE recovery_work SET attempts = attempts + 1, due_at = @due, last_error = @message WHERE notification_uuid = @uuid
            """;
        const string Insert = """
            INSERT INTO recovery_work (notification_uuid, attempts, due_at, last_error) VALUES (@uuid, 1, @due, @message)
            """;
        const string Read = "SELECT attempts FROM recovery_work WHERE notification_uuid = @uuid";
        const string WentOn = "SELECT went_on_at FROM held_notifications WHERE notification_uuid = @uuid";
        var uuid = notification.Uuid.ToText();
        var message = outcome.Why ?? "failed";
        DateTimeOffset? due = null;
        await claim.WriteAsync(async transaction =>
        {
            var attempts = await database.FindAsync<int?>(transaction, Read, new { uuid }, CancellationToken.None);
            var wentOn = await database.FindAsync<DateTime?>(transaction, WentOn, new { uuid }, CancellationToken.None);
            due = outcome.WorthRetrying ? NextAttempt(wentOn.ToMoment() ?? notification.CreatedAt, attempts ?? 0) : null;
            var work = new { uuid, due = due?.ToText(), message = message.ToStorable() };
            await database.ExecuteAsync(transaction, attempts is null ? Insert : Update, work, CancellationToken.None);
            await UpdateAsync(transaction, notification, NotificationStatus.Error, WithNextAttempt(message, due));
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
        var changed = await database.TransactAsync(
            (_, transaction) => UpdateAsync(transaction, notification, NotificationStatus.Failed, message ?? notification.Message), ct);
        var level = message is null ? LogLevel.Information : LogLevel.Error;
        if (changed) Log(level, notification, hostName, NotificationStatus.Failed, message);
        return changed;
    }

    /// <summary>Holds a new notification that nobody owns. The first hold is logged; later ones only renew the message.</summary>
    /// <param name="notification">As the caller saw it.</param>
    /// <param name="hostName">The failed host, for the log.</param>
    /// <param name="why">Why, and what to do.</param>
    /// <param name="ct">Gives up before anything is written.</param>
    public async Task HoldNewAsync(Notification notification, string hostName, string why, CancellationToken ct)
    {
        const string Sql = """
            UPDATE notifications SET message = @why, updated_at = @at
             WHERE notification_uuid = @uuid AND status = 'new' AND deleted = 0 AND (message IS NULL OR message <> @why)
            """;
        if (notification.Message == why) return;
        var isFirst = await database.TransactAsync(async (_, transaction) =>
            await database.ExecuteAsync(transaction, Sql, new { uuid = notification.Uuid.ToText(), why, at = Now }, ct) == 1
            && await NoteHeldAsync(transaction, notification.Uuid), ct);
        if (isFirst) logger.Held(notification.Uuid, hostName, why);
    }

    /// <summary>Ends an attempt that has sent nothing yet, because its notification is held: it is new again.</summary>
    public async Task HoldAsync(ClaimSet claim, Notification notification, string hostName, string why)
    {
        var changed = false;
        await claim.WriteAsync(async transaction =>
        {
            changed = await UpdateAsync(transaction, notification, NotificationStatus.New, why);
            if (changed) await NoteHeldAsync(transaction, notification.Uuid);
        });
        if (changed) logger.Held(notification.Uuid, hostName, why);
    }

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

    private static LogLevel LevelOf(NotificationStatus to, bool isLogged) => (to, isLogged) switch
    {
        (NotificationStatus.Failed, false) => LogLevel.Error,
        (NotificationStatus.Failed, true) => LogLevel.Warning,
        (NotificationStatus.Running, true) => LogLevel.Debug,   // only to be ended at once
        _ => LogLevel.Information,
    };

    private void Log(LogLevel level, Notification notification, string hostName, NotificationStatus to, string? message) =>
        logger.StatusChanged(level, notification.Uuid, hostName, notification.Status, to, message is null ? "" : $": {message}");

    private static string WithNextAttempt(string message, DateTimeOffset? due) =>
        due is null ? message : string.Create(CultureInfo.InvariantCulture, $"{message} Next attempt at {due:u}.");

    private DateTimeOffset? NextAttempt(DateTimeOffset begin, int failedBefore)
    {
        if (failedBefore >= options.Attempts) return null;
        var due = clock.GetUtcNow() + options.First * Math.Pow(2, failedBefore);
        return due <= begin + options.Deadline ? due : null;
    }

    private string Now => clock.GetUtcNow().WholeSeconds().ToText();

    /// <returns>Whether it was never held before.</returns>
    private async Task<bool> NoteHeldAsync(DbTransaction transaction, Guid notification)
    {
        const string Sql = """
            INSERT INTO held_notifications (notification_uuid, held_at)
            SELECT n.notification_uuid, @at FROM notifications n
             WHERE n.notification_uuid = @uuid AND NOT EXISTS (SELECT 1 FROM held_notifications h WHERE h.notification_uuid = @uuid)
            """;
        return await database.ExecuteAsync(transaction, Sql, new { uuid = notification.ToText(), at = Now }, CancellationToken.None) == 1;
    }

    private Task<int> NoteWentOnAsync(DbTransaction transaction, Guid notification)
    {
        const string Sql = "UPDATE held_notifications SET went_on_at = @at WHERE notification_uuid = @uuid";
        return database.ExecuteAsync(transaction, Sql, new { uuid = notification.ToText(), at = Now }, CancellationToken.None);
    }

    private async Task<bool> UpdateAsync(DbTransaction transaction, Notification notification, NotificationStatus to, string? message)
    {
        const string Sql = """
            UPDATE notifications SET status = @to, message = @message, updated_at = @at
             WHERE notification_uuid = @uuid AND status = @from AND deleted = 0
            """;
        if (!NotificationLifecycle.Allows(notification.Status, to))
            throw new InvalidOperationException($"Notification {notification.Uuid} cannot go from {notification.Status} to {to}.");
        var changed = await database.ExecuteAsync(transaction, Sql, new
        {
            uuid = notification.Uuid.ToText(), from = notification.Status.ToText(), to = to.ToText(), message = message.ToStorable(),
            at = Now,
        }, CancellationToken.None) == 1;
        if (changed && (notification.Status, to) == (NotificationStatus.New, NotificationStatus.Running))
            await NoteWentOnAsync(transaction, notification.Uuid);
        // No vmove stays open under a notification that is over.
        if (changed && NotificationLifecycle.IsFinal(to))
            await vmoves.EndOpenAsync(transaction, notification.Uuid, "The recovery ended before this instance was moved.");
        return changed;
    }
}
