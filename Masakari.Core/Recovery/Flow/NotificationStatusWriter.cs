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
    Database database, RetrySchedule schedule, ILogger<NotificationStatusWriter> logger)
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
    /// <param name="toMessage">The message, from the present time; <see langword="null"/> = the recovery waits no longer.</param>
    /// <returns>The message.</returns>
    public async Task<string?> ShowWaitAsync(ClaimSet claim, Func<DateTimeOffset, string>? toMessage)
    {
        var sql = $"""
            UPDATE notifications SET message = @message, updated_at = {Now}
             WHERE notification_uuid = @uuid AND status = @running AND deleted = 0
            """;
        string? message = null;
        await claim.WriteAsync(async transaction =>
        {
            var now = await database.FindAsync<DateTime>(transaction, $"SELECT {database.Dialect.Now}", null, CancellationToken.None);
            message = toMessage?.Invoke(now.ToMoment());
            await database.ExecuteAsync(transaction, sql, new
            {
                uuid = claim.Notification.ToText(), message = message.ToStorable(), running = NotificationStatus.Running.ToText(),
            }, CancellationToken.None);
        });
        return message;
    }

    /// <summary>Ends an attempt in error and says when the next one is due.</summary>
    /// <returns>Whether there is a next one.</returns>
    public async Task<bool> FailAttemptAsync(ClaimSet claim, Notification notification, string hostName, TaskOutcome outcome)
    {
        var message = outcome.Why ?? "failed";
        DateTimeOffset? due = null;
        await claim.WriteAsync(async transaction =>
        {
            due = await schedule.NoteFailedAsync(transaction, notification.Uuid, outcome);
            await UpdateAsync(transaction, notification, NotificationStatus.Error, WithNextAttempt(message, due));
        });
        var level = outcome.UsesUpNothing ? LogLevel.Debug : LogLevel.Warning;   // it may come again every few seconds, for hours
        Log(level, notification, hostName, NotificationStatus.Error, due is null ? null : message);
        if (due is { } at) logger.RetryDue(notification.Uuid, at);
        else if (!outcome.IsLogged) logger.RecoveryFailed(notification.Uuid, hostName, message);
        return due is not null;
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
        var sql = $"""
            UPDATE notifications SET message = @why, updated_at = {Now}
             WHERE notification_uuid = @uuid AND status = 'new' AND deleted = 0 AND (message IS NULL OR message <> @why)
            """;
        if (notification.Message == why) return;
        var isFirst = await database.TransactAsync(async (_, transaction) =>
            await database.ExecuteAsync(transaction, sql, new { uuid = notification.Uuid.ToText(), why }, ct) == 1
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

    private const string NotMoved = "The recovery ended before this instance was moved.";

    private string Now => database.Dialect.NowSeconds;

    /// <returns>Whether it was never held before.</returns>
    private async Task<bool> NoteHeldAsync(DbTransaction transaction, Guid notification)
    {
        var sql = $"""
            INSERT INTO held_notifications (notification_uuid, held_at)
            SELECT n.notification_uuid, {Now} FROM notifications n
             WHERE n.notification_uuid = @uuid AND NOT EXISTS (SELECT 1 FROM held_notifications h WHERE h.notification_uuid = @uuid)
            """;
        return await database.ExecuteAsync(transaction, sql, new { uuid = notification.ToText() }, CancellationToken.None) == 1;
    }

    private Task<int> NoteWentOnAsync(DbTransaction transaction, Guid notification)
    {
        var sql = $"UPDATE held_notifications SET went_on_at = {Now} WHERE notification_uuid = @uuid";
        return database.ExecuteAsync(transaction, sql, new { uuid = notification.ToText() }, CancellationToken.None);
    }

    private async Task<bool> UpdateAsync(DbTransaction transaction, Notification notification, NotificationStatus to, string? message)
    {
        var sql = $"""
            UPDATE notifications SET status = @to, message = @message, updated_at = {Now}
             WHERE notification_uuid = @uuid AND status = @from AND deleted = 0
            """;
        if (!NotificationLifecycle.Allows(notification.Status, to))
            throw new InvalidOperationException($"Notification {notification.Uuid} cannot go from {notification.Status} to {to}.");
        var changed = await database.ExecuteAsync(transaction, sql, new
        {
            uuid = notification.Uuid.ToText(), from = notification.Status.ToText(), to = to.ToText(), message = message.ToStorable(),
        }, CancellationToken.None) == 1;
        if (changed && (notification.Status, to) == (NotificationStatus.New, NotificationStatus.Running))
            await NoteWentOnAsync(transaction, notification.Uuid);
        // No vmove stays open under a notification that is over.
        if (changed && NotificationLifecycle.IsFinal(to))
            await database.ExecuteAsync(
                transaction, [VMoveWriter.EndOpen(database.Dialect, notification.Uuid, NotMoved)], CancellationToken.None);
        return changed;
    }
}
