using System.Data.Common;
using System.Globalization;
using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Flow;

/// <summary>When the phases of a recovery were reached, by the clock of the database; <see langword="null"/> = not reached.</summary>
internal sealed record PhaseTimes
{
    /// <summary>Known to the second.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    public required DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>The host was found to be dead.</summary>
    public required DateTimeOffset? EvidenceAt { get; init; }

    /// <summary>Nova accepted the first evacuate, stop or start.</summary>
    public required DateTimeOffset? ActedAt { get; init; }

    /// <summary>The last instance was back.</summary>
    public required DateTimeOffset? BackAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Reads the phases of an attempt that ends now.</summary>
    /// <returns><see langword="null"/> = the notification is gone.</returns>
    public static async Task<PhaseTimes?> ReadAsync(Database database, DbTransaction transaction, Guid notification)
    {
        var sql = $"""
            SELECT n.created_at AS AcceptedAt, p.claimed_at AS ClaimedAt, j.proof_at AS EvidenceAt, p.acted_at AS ActedAt, p.back_at AS BackAt,
                   {database.Dialect.Now} AS EndedAt
              FROM notifications n
              LEFT JOIN recovery_phases p ON p.notification_uuid = n.notification_uuid
              LEFT JOIN host_journal j ON j.notification_uuid = n.notification_uuid
             WHERE n.notification_uuid = @uuid
            """;
        var row = await database.FindAsync<Row>(transaction, sql, new { uuid = notification.ToText() }, CancellationToken.None);
        return row is not { AcceptedAt: { } accepted } ? null : new()
        {
            AcceptedAt = accepted.ToMoment(),
            ClaimedAt = row.ClaimedAt.ToMoment(),
            EvidenceAt = row.EvidenceAt.ToMoment(),
            ActedAt = row.ActedAt.ToMoment(),
            BackAt = row.BackAt.ToMoment(),
            EndedAt = row.EndedAt.ToMoment(),
        };
    }

    /// <summary>A sentence with the phases that were reached. Times count from the acceptance.</summary>
    public string ToWords()
    {
        (string Name, DateTimeOffset? At)[] phases =
        [
            ("claimed", ClaimedAt), ("host found dead", EvidenceAt), ("first evacuate, stop or start", ActedAt), ("last instance back", BackAt),
            ("ended", EndedAt),
        ];
        var reached = phases.Where(phase => phase.At is not null).Select(phase => $"{phase.Name} after {Seconds(phase.At!.Value)} s");
        return string.Create(CultureInfo.InvariantCulture, $"Accepted at {AcceptedAt:u}, {string.Join(", ", reached)}.");
    }

    private string Seconds(DateTimeOffset at) => (at - AcceptedAt).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private sealed record Row
    {
        public DateTime? AcceptedAt { get; init; }
        public DateTime? ClaimedAt { get; init; }
        public DateTime? EvidenceAt { get; init; }
        public DateTime? ActedAt { get; init; }
        public DateTime? BackAt { get; init; }
        public DateTime EndedAt { get; init; }
    }
}
