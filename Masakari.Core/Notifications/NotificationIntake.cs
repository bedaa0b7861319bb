using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Masakari.Core.Events;
using Masakari.Core.Hosts;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Notifications;

/// <summary>
/// Accepts failure reports: station 2 of a notification's way. The original refuses every report that equals a stored one of the last
/// minutes; here a guest or a process may fail again as soon as its last recovery is over.
/// </summary>
public sealed class NotificationIntake(
    Database database, HostRepository hosts, NotificationQueue queue, IntakeOptions options, EventPublisher publisher,
    ILogger<NotificationIntake> logger)
{
    /// <summary>Stores the report as <c>new</c> and rings the queue; refuses an unknown host, a host on maintenance, a duplicate.</summary>
    public async Task<Result<Notification>> AcceptAsync(NotificationDraft draft, CancellationToken ct)
    {
        if (await hosts.FindByNameAsync(draft.HostName, ct) is not { } host)
            return UnknownHost(draft);
        var whyIgnored = WhyIgnored(host, draft);
        var accepted = await publisher.AroundAsync(
            "notification.create", "Duplicate", NotificationEvents.Of,
            scope => whyIgnored is null ? StoreAsync(scope, host, draft, ct) : StoreIgnoredAsync(scope, host, draft, whyIgnored, ct));
        if (accepted.Ok && whyIgnored is not null)
        {
            logger.StoredAsIgnored(accepted.Value.Uuid, host.Name, whyIgnored);
        }
        else if (accepted.Ok)
        {
            logger.Accepted(accepted.Value.Uuid, accepted.Value.Type, host.Name);
            queue.Ring(accepted.Value.Uuid, accepted.Value.Type);
        }
        return accepted;
    }

    /// <summary>
    /// Why nobody would act on a report about a guest: most of what the monitors send is of this kind, so it costs no more than its row.
    /// </summary>
    private string? WhyIgnored(ComputeHost host, NotificationDraft draft) =>
        draft.Type == NotificationType.Vm && host is { Segment.Enabled: true, OnMaintenance: false }
            && Failure.Read(draft.Type, draft.PayloadJson) is InstanceFailure failure
            ? options.GuestEvents.WhyIgnored(failure)
            : null;

    /// <summary>
    /// No row of another report is looked at: an equal one that was ignored is no duplicate. The answer shows the report as new, as it does
    /// for every report.
    /// </summary>
    private Task<Result<Notification>> StoreIgnoredAsync(
        EventScope scope, ComputeHost host, NotificationDraft draft, string why, CancellationToken ct) =>
        database.TransactAsync<Result<Notification>>(async (_, transaction) =>
        {
            scope.PublishStart(() => NotificationEvents.Of(draft, host.Uuid));
            return await InsertAsync(transaction, host, draft, why, ct);
        }, ct);

    private Task<Result<Notification>> StoreAsync(EventScope scope, ComputeHost host, NotificationDraft draft, CancellationToken ct) =>
        database.TransactAsync<Result<Notification>>(async (_, transaction) =>
        {
            // One report per host at a time: the host's row is held from here to the commit.
            if (await LockAsync(transaction, host.Uuid, ct) is not { } onMaintenance)
                return UnknownHost(draft);
            if (onMaintenance && !await PassesMaintenanceAsync(transaction, host, draft, ct))
            {
                return Refusal.Conflict($"Notification received from host {draft.HostName} of type '{draft.Type.ToText()}' is ignored "
                    + "as the host is already under maintenance.");
            }
            if (await IsDuplicateAsync(transaction, host, draft, ct))
                return Refusal.Conflict($"Notification received from host {draft.HostName} of type {draft.Type.ToText()} is duplicate.");
            scope.PublishStart(() => NotificationEvents.Of(draft, host.Uuid));
            return await InsertAsync(transaction, host, draft, whyIgnored: null, ct);
        }, ct);

    private Task<bool?> LockAsync(DbTransaction transaction, Guid host, CancellationToken ct)
    {
        var sql = $"SELECT COALESCE(on_maintenance, 0) FROM hosts WHERE uuid = @host AND deleted = 0 {database.Dialect.ForUpdate}";
        return database.FindAsync<bool?>(transaction, sql, new { host = host.ToText() }, ct);
    }

    // Maintenance that we set ourselves for a dead nova-compute must not mute the report that its whole host has died.
    private async Task<bool> PassesMaintenanceAsync(
        DbTransaction transaction, ComputeHost host, NotificationDraft draft, CancellationToken ct)
    {
        const string Sql = "SELECT EXISTS (SELECT 1 FROM host_journal WHERE host_uuid = @host AND maintenance_by_us = 1)";
        return Failure.Read(draft.Type, draft.PayloadJson) is HostFailure { IsStop: true }
            && await database.FindAsync<bool>(transaction, Sql, new { host = host.Uuid.ToText() }, ct);
    }

    /// <summary>
    /// Guests and processes may fail again as soon as the last recovery is over. A host's report comes from several monitors, minutes
    /// apart, so a late copy is refused for the whole window, by the database's clock.
    /// </summary>
    private async Task<bool> IsDuplicateAsync(
        DbTransaction transaction, ComputeHost host, NotificationDraft draft, CancellationToken ct)
    {
        var which = draft.Type == NotificationType.ComputeHost
            ? $"created_at >= {database.Dialect.NowSecondsPlus("@window")} AND status <> 'failed'"
            : "status IN ('new', 'running', 'error')";
        var sql = $"SELECT payload FROM notifications WHERE source_host_uuid = @host AND type = @type AND deleted = 0 AND {which}";
        var equals = new { host = host.Uuid.ToText(), type = draft.Type.ToText(), window = -options.DuplicateWindow.TotalSeconds };
        var stored = await database.QueryAsync<string?>(transaction, sql, equals, ct);
        using var payload = JsonDocument.Parse(draft.PayloadJson);
        return stored.Any(text => SamePayload(text, payload.RootElement));
    }

    private static bool SamePayload(string? stored, JsonElement payload)
    {
        try
        {
            using var other = JsonDocument.Parse(stored ?? "{}");
            return JsonElement.DeepEquals(other.RootElement, payload);
        }
        catch (JsonException)
        {
            return false;   // a foreign row; nothing of ours equals it
        }
    }

    private async Task<Notification> InsertAsync(
        DbTransaction transaction, ComputeHost host, NotificationDraft draft, string? whyIgnored, CancellationToken ct)
    {
        var sql = $"""
            INSERT INTO notifications
                (created_at, updated_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status, message,
                 failover_segment_uuid)
            VALUES ({database.Dialect.NowSeconds}, {(whyIgnored is null ? "NULL" : database.Dialect.NowSeconds)}, 0, @uuid, @generated, @host,
                    @type, @payload, @status, @whyIgnored, @segment)
            """;
        const string Stored = "SELECT id, created_at FROM notifications WHERE notification_uuid = @uuid";
        var uuid = Guid.NewGuid();
        var payload = AsciiOnly(draft.PayloadJson);
        await database.ExecuteAsync(transaction, sql, new
        {
            uuid = uuid.ToText(), generated = draft.GeneratedAt.WholeSeconds().ToText(), host = host.Uuid.ToText(),
            type = draft.Type.ToText(), payload, segment = host.Segment.Uuid.ToText(), whyIgnored = whyIgnored.ToStorable(),
            status = (whyIgnored is null ? NotificationStatus.New : NotificationStatus.Ignored).ToText(),
        }, ct);
        var stored = await database.FindAsync<StoredRow>(transaction, Stored, new { uuid = uuid.ToText() }, ct);
        return new Notification
        {
            Id = stored!.Id,
            Uuid = uuid,
            GeneratedAt = draft.GeneratedAt,
            SourceHostUuid = host.Uuid,
            Type = draft.Type,
            PayloadJson = payload,
            SegmentUuid = host.Segment.Uuid,
            CreatedAt = stored.CreatedAt.ToMoment(),
        };
    }

    // Databases of the original may hold no more than utf8mb3; in JSON every letter outside ASCII stands in a string and may be escaped.
    private static string AsciiOnly(string json)
    {
        var text = new StringBuilder(json.Length);
        foreach (var letter in json)
            _ = letter < 0x80 ? text.Append(letter) : text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        return text.ToString();
    }

    private static Refusal UnknownHost(NotificationDraft draft) => Refusal.Invalid($"Host with name {draft.HostName} could not be found.");

    private sealed record StoredRow
    {
        public int Id { get; init; }
        public DateTime CreatedAt { get; init; }
    }
}
