using System.Globalization;
using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Operator;

/// <summary>
/// The operator's orders to all engines: tables <c>engine_control</c>, <c>engine_aborts</c>, <c>confirmed_down</c> and
/// <c>engine_reloads</c>.
/// </summary>
public sealed class EngineControl(Database database, NotificationRepository notifications, HostRepository hosts)
{
    /// <summary>Pauses all engines, or changes the pause there is.</summary>
    /// <param name="by">Who wants it; at most 255 characters.</param>
    /// <param name="reason">Why, for the logs; <see langword="null"/> = no reason is given.</param>
    /// <param name="lasts">After this time the pause ends; <see langword="null"/> = only <see cref="ResumeAsync"/> ends it.</param>
    /// <param name="ct">Gives up before anything is written.</param>
    public Task PauseAsync(string by, string? reason, TimeSpan? lasts, CancellationToken ct) =>
        SetAsync(paused: true, by, reason, lasts, ct);

    /// <summary>Ends the pause.</summary>
    /// <param name="by">Who wants it; at most 255 characters.</param>
    /// <param name="ct">Gives up before anything is written.</param>
    /// <returns>Who paused the engines, why and until when, as one text; <see langword="null"/> = there was no pause.</returns>
    public async Task<string?> ResumeAsync(string by, CancellationToken ct)
    {
        var pause = (await ReadAsync(ct)).Pause;
        await SetAsync(paused: false, by, reason: null, lasts: null, ct);
        return pause;
    }

    /// <summary>Orders the end of a notification. The engine ends it within a sweep; the last order counts.</summary>
    /// <param name="notification">The notification's uuid.</param>
    /// <param name="by">Who wants it; at most 255 characters.</param>
    /// <param name="reason">Why, for the logs; <see langword="null"/> = no reason is given.</param>
    /// <param name="ct">Gives up before anything is written.</param>
    /// <returns>Why not: the notification is unknown, or over already; <see langword="null"/> = ordered.</returns>
    public async Task<Refusal?> AbortAsync(Guid notification, string by, string? reason, CancellationToken ct)
    {
        var sql = $"""
            DELETE FROM engine_aborts WHERE notification_uuid = @uuid;
            INSERT INTO engine_aborts (notification_uuid, by_whom, reason, ordered_at) VALUES (@uuid, @by, @reason, {database.Dialect.Now})
            """;
        if (await notifications.FindAsync(notification, ct) is not { } found) return Refusal.NotFound($"No notification {notification}.");
        if (NotificationLifecycle.IsFinal(found.Status))
            return Refusal.Conflict($"Notification {notification} is {found.Status.ToText()} already.");
        await database.ExecuteAsync(sql, new { uuid = notification.ToText(), by, reason = reason.ToStorable() }, ct);
        return null;
    }

    /// <summary>Takes the operator's word that a host is dead: it may be evacuated as soon as Nova, too, calls it down.</summary>
    /// <param name="host">The host's name in Nova.</param>
    /// <param name="by">Who confirms it; at most 255 characters.</param>
    /// <param name="ct">Gives up before anything is written.</param>
    /// <returns>Why not: no host of any segment has that name; <see langword="null"/> = noted.</returns>
    public async Task<Refusal?> ConfirmDownAsync(string host, string by, CancellationToken ct)
    {
        var sql = $"""
            DELETE FROM confirmed_down WHERE host = @host;
            INSERT INTO confirmed_down (host, by_whom, confirmed_at) VALUES (@host, @by, {database.Dialect.Now})
            """;
        if (await hosts.FindByNameAsync(host, ct) is not { } found) return Refusal.NotFound($"No host named '{host}' in any segment.");
        await database.ExecuteAsync(sql, new { host = found.Name, by }, ct);
        return null;
    }

    /// <summary>The last word of an operator that the host is dead; <see langword="null"/> = there is none, or it is void.</summary>
    internal async Task<Confirmation?> FindConfirmationAsync(string host, CancellationToken ct)
    {
        var sql = $"""
            SELECT by_whom AS ByWhom, confirmed_at AS ConfirmedAt, {database.Dialect.Now} AS ReadAt FROM confirmed_down WHERE host = @host
            """;
        return await database.FindAsync<ConfirmationRow>(sql, new { host }, ct) is { } row
            ? new Confirmation(row.ByWhom, row.ConfirmedAt.ToMoment(), row.ReadAt - row.ConfirmedAt)
            : null;
    }

    /// <summary>The host was heard of after the word: from now on it is worth nothing, whatever the clocks show.</summary>
    internal Task DropConfirmationAsync(string host, Confirmation word, CancellationToken ct) => database.ExecuteAsync(
        "DELETE FROM confirmed_down WHERE host = @host AND confirmed_at = @at", new { host, at = word.At.ToText() }, ct);

    /// <summary>Orders every service on this database to read its configuration again; the order replaces the last one.</summary>
    /// <param name="by">Who wants it; at most 255 characters.</param>
    /// <param name="ct">Gives up before anything is written.</param>
    public Task ReloadAsync(string by, CancellationToken ct)
    {
        var sql = $"INSERT INTO engine_reloads (uuid, by_whom, ordered_at) VALUES (@uuid, @by, {database.Dialect.Now})";
        const string Old = "DELETE FROM engine_reloads";
        return database.TransactAsync(async (_, transaction) =>
        {
            await database.ExecuteAsync(transaction, Old, null, ct);
            await database.ExecuteAsync(transaction, sql, new { uuid = Guid.NewGuid().ToText(), by }, ct);
        }, ct);
    }

    /// <summary>The last order to read the configuration again; <see langword="null"/> = there was never one.</summary>
    public async Task<ReloadOrder?> LastReloadAsync(CancellationToken ct)
    {
        const string Sql = "SELECT uuid AS Uuid, by_whom AS ByWhom FROM engine_reloads ORDER BY ordered_at DESC LIMIT 1";
        var row = await database.FindAsync<ReloadRow>(Sql, null, ct);
        return row is null ? null : new ReloadOrder(Guid.Parse(row.Uuid), row.ByWhom);
    }

    /// <summary>The orders that hold now.</summary>
    internal async Task<EngineOrders> ReadAsync(CancellationToken ct)
    {
        var sql = $"""
            SELECT NULL AS NotificationUuid, by_whom AS ByWhom, reason AS Reason, until_at AS UntilAt, paused AS Paused,
                   CASE WHEN paused = 1 AND (until_at IS NULL OR until_at > {database.Dialect.Now}) THEN 1 ELSE 0 END AS Holds
              FROM engine_control
            UNION ALL
            SELECT a.notification_uuid, a.by_whom, a.reason, NULL, 0, 0
              FROM engine_aborts a JOIN notifications n ON n.notification_uuid = a.notification_uuid
             WHERE n.status IN ('new', 'running', 'error') AND n.deleted = 0
            """;
        var rows = (await database.QueryAsync<Row>(sql, null, ct)).ToLookup(row => row.NotificationUuid is null);
        var control = rows[true].SingleOrDefault();
        return new EngineOrders(
            control is { Holds: 1 } ? control.ToText() : null,
            control is { Paused: 0 } ? control.ByWhom : null,
            rows[false].Where(abort => Guid.TryParse(abort.NotificationUuid, out _)).ToDictionary(
                abort => Guid.Parse(abort.NotificationUuid!), abort => abort.ToText()));
    }

    private Task SetAsync(bool paused, string by, string? reason, TimeSpan? lasts, CancellationToken ct)
    {
        var until = lasts is null ? "NULL" : database.Dialect.NowPlus("@lasts");
        var sql = $"""
            DELETE FROM engine_control;
            INSERT INTO engine_control (id, paused, by_whom, reason, until_at, changed_at)
            VALUES (1, @paused, @by, @reason, {until}, {database.Dialect.Now})
            """;
        return database.ExecuteAsync(sql, new { paused, by, reason = reason.ToStorable(), lasts = lasts?.TotalSeconds }, ct);
    }

    private sealed record ConfirmationRow
    {
        public string ByWhom { get; init; } = "";
        public DateTime ConfirmedAt { get; init; }
        public DateTime ReadAt { get; init; }
    }

    private sealed record ReloadRow
    {
        public string Uuid { get; init; } = "";
        public string ByWhom { get; init; } = "";
    }

    private sealed record Row
    {
        public string? NotificationUuid { get; init; }
        public string ByWhom { get; init; } = "";
        public string? Reason { get; init; }
        public DateTime? UntilAt { get; init; }
        public long Paused { get; init; }
        public long Holds { get; init; }

        /// <summary>Such as <c>by alice@ctl1 until 2026-11-22 09:30:00Z: storage is being moved</c>.</summary>
        public string ToText() => string.Concat(
            $"by {ByWhom}",
            UntilAt.ToMoment() is { } until ? string.Create(CultureInfo.InvariantCulture, $" until {until:u}") : "",
            string.IsNullOrWhiteSpace(Reason) ? "" : $": {Reason}");
    }
}
