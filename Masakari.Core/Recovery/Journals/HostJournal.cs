using System.Data.Common;
using Masakari.Core.Events;
using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Journals;

/// <summary>
/// What we changed on the failed host, and what we know of its silence: written down before the deed (table <c>host_journal</c>).
/// </summary>
internal sealed class HostJournal(Database database, HostWriter hosts, EventPublisher publisher) : IMaintenanceJournal
{
    /// <summary>What the journal says for a notification, or <see langword="null"/> when nothing was done yet.</summary>
    public async Task<HostJournalEntry?> FindAsync(Guid notification, CancellationToken ct)
    {
        const string Sql = """
            SELECT maintenance_by_us, reserved_cleared, service_disabled_by_us, heartbeat_at, silence_from, was_away, proof, proof_seen_at,
                   seen_at, seen_updated_at, seen_enabled, seen_reason, seen_forced_down
              FROM host_journal WHERE notification_uuid = @notification
            """;
        return (await database.FindAsync<Row>(Sql, new { notification = notification.ToText() }, ct))?.ToEntry();
    }

    /// <summary>Opens the journal and puts the host on maintenance, both or neither; a spare that failed is a spare no more.</summary>
    public Task OpenAndMarkFailedAsync(ClaimSet claim, Notification notification, ComputeHost host) =>
        OpenAsync(claim, notification, host, hasFailed: true);

    /// <summary>Opens the journal and puts the host on maintenance, both or neither: its nova-compute has stopped.</summary>
    public Task OpenAndSetMaintenanceAsync(ClaimSet claim, Notification notification, ComputeHost host) =>
        OpenAsync(claim, notification, host, hasFailed: false);

    /// <summary>
    /// Whether the host is on maintenance by us because its nova-compute stopped: Nova has received no heartbeat since then.
    /// </summary>
    public Task<bool> WasProcessReportedAsync(Guid host, CancellationToken ct)
    {
        const string Sql = """
            SELECT EXISTS (SELECT 1 FROM host_journal j JOIN notifications n ON n.notification_uuid = j.notification_uuid
                            WHERE j.host_uuid = @host AND j.maintenance_by_us = 1 AND n.type = 'PROCESS' AND n.deleted = 0)
            """;
        return database.FindAsync<bool>(Sql, new { host = host.ToText() }, ct);
    }

    /// <summary>Notes what Nova shows of the service and the last heartbeat; a heartbeat makes the evidence void.</summary>
    public Task NoteHeartbeatsAsync(ClaimSet claim, HeartbeatNote note)
    {
        const string Sighting = """
            heartbeat_at = @heartbeat, seen_at = @at, seen_updated_at = @updatedAt, seen_enabled = @enabled, seen_reason = @reason,
            seen_forced_down = @forcedDown, silence_from = @silenceFrom, was_away = @wasAway
            """;
        var sighting = note.Sighting;
        return SetAsync(claim, note.VoidsEvidence ? $"{Sighting}, proof = NULL, proof_at = NULL, proof_seen_at = NULL" : Sighting, new
        {
            notification = claim.Notification.ToText(), heartbeat = note.HeartbeatAt?.ToText(), at = sighting.At.ToText(),
            updatedAt = sighting.UpdatedAt?.ToText(), enabled = sighting.Enabled, reason = sighting.DisabledReason,
            forcedDown = sighting.ForcedDown, silenceFrom = note.SilenceFrom?.ToText(), wasAway = note.WasAway,
        });
    }

    /// <summary>Notes that the service is about to be disabled by us.</summary>
    public Task NoteDisableAsync(ClaimSet claim) =>
        SetAsync(claim, "service_disabled_by_us = 1", new { notification = claim.Notification.ToText() });

    /// <summary>Notes why the host may be evacuated: until a heartbeat comes, no attempt waits for evidence again.</summary>
    /// <param name="claim">The recovery's claim.</param>
    /// <param name="evidence">Why.</param>
    /// <param name="seenAt">The time of the reading that gave the evidence, by Nova's clock.</param>
    public Task NoteEvidenceAsync(ClaimSet claim, DeathEvidence evidence, DateTimeOffset seenAt) =>
        SetAsync(claim, $"proof = @proof, proof_at = {database.Dialect.Now}, proof_seen_at = @seenAt",
            new { notification = claim.Notification.ToText(), proof = evidence.ToText(), seenAt = seenAt.ToText() });

    /// <summary>Undoes <see cref="OpenAndMarkFailedAsync"/> on the host's row after a false alarm.</summary>
    public Task CloseAsync(ClaimSet claim, ComputeHost host, HostJournalEntry entry)
    {
        const string Journal = """
            UPDATE host_journal SET maintenance_by_us = 0, reserved_cleared = 0, service_disabled_by_us = 0
             WHERE notification_uuid = @notification
            """;
        var undone = host with
        {
            OnMaintenance = host.OnMaintenance && !entry.MaintenanceByUs,
            Reserved = host.Reserved || entry.ReservedCleared,
        };
        return PublishAsync(entry.MaintenanceByUs || entry.ReservedCleared, undone, () => claim.WriteAsync(async transaction =>
        {
            await hosts.UnmarkFailedAsync(transaction, host.Uuid, endMaintenance: entry.MaintenanceByUs, reserve: entry.ReservedCleared);
            await database.ExecuteAsync(transaction, Journal, new { notification = claim.Notification.ToText() }, CancellationToken.None);
        }));
    }

    /// <inheritdoc/>
    public Task ForgetAsync(DbTransaction transaction, Guid host, CancellationToken ct)
    {
        const string Sql = "UPDATE host_journal SET maintenance_by_us = 0 WHERE host_uuid = @host AND maintenance_by_us = 1";
        return database.ExecuteAsync(transaction, Sql, new { host = host.ToText() }, ct);
    }

    private Task OpenAsync(ClaimSet claim, Notification notification, ComputeHost host, bool hasFailed)
    {
        const string Journal = """
            INSERT INTO host_journal (notification_uuid, host_uuid, maintenance_by_us, reserved_cleared, service_disabled_by_us)
            VALUES (@notification, @host, @maintenance, @reserved, 0)
            """;
        var after = host with { OnMaintenance = true, Reserved = host.Reserved && !hasFailed };
        return PublishAsync(after != host, after, () => claim.WriteAsync(async transaction =>
        {
            // The host first, as the registry does: no deadlock. Another recovery may have taken it as a spare since it was read.
            var (onMaintenance, reserved) = await (hasFailed
                ? hosts.MarkFailedAsync(transaction, host.Uuid) : hosts.SetMaintenanceAsync(transaction, host.Uuid));
            await database.ExecuteAsync(transaction, Journal, new
            {
                notification = notification.Uuid.ToText(), host = host.Uuid.ToText(), maintenance = !onMaintenance,
                reserved = reserved && hasFailed,
            }, CancellationToken.None);
        }));
    }

    // The original publishes hosts that the engine changes under the name of the API, too.
    private Task PublishAsync(bool changes, ComputeHost after, Func<Task> write) =>
        publisher.AroundAsync<ComputeHost>("host.update", "", HostEvents.Of, async scope =>
        {
            if (changes)
                scope.PublishStart(() => HostEvents.Of(after));
            await write();
            return after;
        });

    private Task SetAsync(ClaimSet claim, string assignment, object parameters)
    {
        var sql = $"UPDATE host_journal SET {assignment} WHERE notification_uuid = @notification";
        return claim.WriteAsync(transaction => database.ExecuteAsync(transaction, sql, parameters, CancellationToken.None));
    }

    private sealed record Row
    {
        public bool MaintenanceByUs { get; init; }
        public bool ReservedCleared { get; init; }
        public bool ServiceDisabledByUs { get; init; }
        public DateTime? HeartbeatAt { get; init; }
        public DateTime? SilenceFrom { get; init; }
        public bool WasAway { get; init; }
        public string? Proof { get; init; }
        public DateTime? ProofSeenAt { get; init; }
        public DateTime? SeenAt { get; init; }
        public DateTime? SeenUpdatedAt { get; init; }
        public bool? SeenEnabled { get; init; }
        public string? SeenReason { get; init; }
        public bool? SeenForcedDown { get; init; }

        public HostJournalEntry ToEntry() => new()
        {
            MaintenanceByUs = MaintenanceByUs,
            ReservedCleared = ReservedCleared,
            ServiceDisabledByUs = ServiceDisabledByUs,
            HeartbeatAt = HeartbeatAt.ToMoment(),
            SilenceFrom = SilenceFrom.ToMoment(),
            WasAway = WasAway,
            Sighting = SeenAt.ToMoment() is { } at ? Sighting(at) : null,
            // A row of a version that stored no sighting: a later heartbeat could not be recognised.
            Evidence = SeenAt is null ? null : DeathEvidenceText.Parse(Proof),
            EvidenceSeenAt = ProofSeenAt.ToMoment(),
        };

        private HostSighting Sighting(DateTimeOffset at) => new()
        {
            At = at,
            UpdatedAt = SeenUpdatedAt.ToMoment(),
            Enabled = SeenEnabled ?? false,
            DisabledReason = SeenReason,
            ForcedDown = SeenForcedDown ?? false,
        };
    }
}
