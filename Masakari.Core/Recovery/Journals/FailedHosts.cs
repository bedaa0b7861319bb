using Masakari.Core.OpenStack;
using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Journals;

/// <summary>
/// The hosts that are being recovered. However many recoveries of guests ask, the database is asked once a second.
/// </summary>
internal sealed class FailedHosts(Database database, TimeProvider clock)
{
    private static readonly TimeSpan StaysFresh = TimeSpan.FromSeconds(1);

    private readonly SharedRead<IReadOnlyList<FailedHost>> now = new(ct => ReadAsync(database, ct), clock);

    /// <summary>The recovery of a host that has begun and is not over; <see langword="null"/> = there is none.</summary>
    /// <param name="host">The host's uuid.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<FailedHost?> FindAsync(Guid host, CancellationToken ct) =>
        (await now.ReadAsync(StaysFresh, ct)).Value.FirstOrDefault(one => one.Host == host);

    private static async Task<IReadOnlyList<FailedHost>> ReadAsync(Database database, CancellationToken ct)
    {
        const string Sql = """
            SELECT n.notification_uuid AS Notification, j.host_uuid AS Host, j.proof AS Proof
              FROM notifications n JOIN host_journal j ON j.notification_uuid = n.notification_uuid
             WHERE n.status IN ('running', 'error') AND n.deleted = 0 AND n.type = 'COMPUTE_HOST'
            """;
        var rows = await database.QueryAsync<Row>(Sql, null, ct);
        return [.. rows.Select(row => new FailedHost(Guid.Parse(row.Host), Guid.Parse(row.Notification), row.Proof is not null))];
    }

    private sealed record Row
    {
        public string Notification { get; init; } = "";
        public string Host { get; init; } = "";
        public string? Proof { get; init; }
    }
}

/// <summary>A host that is being recovered.</summary>
/// <param name="Host">The host.</param>
/// <param name="Notification">Its recovery.</param>
/// <param name="IsDead">There is evidence that it is dead. Without, it may be a false alarm.</param>
internal sealed record FailedHost(Guid Host, Guid Notification, bool IsDead);
