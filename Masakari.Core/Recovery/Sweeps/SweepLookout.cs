using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>Looks at the beginning of each round whether there is any work, and compares the clock of the database with ours.</summary>
internal sealed class SweepLookout(Database database, DatabaseClock clock)
{
    public async Task<SweepLook> LookAsync(CancellationToken ct)
    {
        var sql = $"""
            SELECT {database.Dialect.Now} AS now,
                   EXISTS (SELECT 1 FROM notifications WHERE status IN ('new', 'running', 'error') AND deleted = 0) AS unfinished,
                   EXISTS (SELECT 1 FROM recovery_claims) AS claims,
                   EXISTS (SELECT 1 FROM vmove_journal WHERE locked_by_us = 1)
                       OR EXISTS (SELECT 1 FROM instance_recoveries WHERE locked_by_us = 1) AS locks,
                   EXISTS (SELECT 1 FROM spare_journal WHERE state <> 'kept') AS spares
            """;
        var reading = clock.BeginReading();
        var row = await database.FindAsync<Row>(sql, null, ct);
        reading.End(row!.Now.ToMoment());
        return new SweepLook
        {
            HasUnfinished = row.Unfinished > 0, HasClaims = row.Claims > 0, HasLocks = row.Locks > 0, HasSpares = row.Spares > 0,
        };
    }

    private sealed record Row
    {
        public DateTime Now { get; init; }
        public long Unfinished { get; init; }
        public long Claims { get; init; }
        public long Locks { get; init; }
        public long Spares { get; init; }
    }
}
