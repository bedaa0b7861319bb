using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Journals;

/// <summary>
/// Which guests of a reported host ran when it was first looked at (tables <c>guest_views</c> and <c>guests_seen</c>), and whether the host
/// was found to be back. Whoever takes the recovery over starts the same guests.
/// </summary>
internal sealed class GuestJournal(Database database, OpenMoves openMoves)
{
    /// <summary>Few enough that the claim's renewal is not kept waiting.</summary>
    private const int WrittenAtATime = 200;

    /// <summary>What is written down; empty when nothing is.</summary>
    public async Task<GuestsOfHost> ReadAsync(Guid notification, CancellationToken ct)
    {
        var parameters = new { notification = notification.ToText() };
        var sql = $"""
            SELECT is_complete, heartbeat_at, returned_at, was_away, {database.Dialect.Now} AS now
              FROM guest_views WHERE notification_uuid = @notification
            """;
        if (await database.FindAsync<ViewRow>(sql, parameters, ct) is not { } row) return new();
        const string Guests = "SELECT instance_uuid AS Instance, was_stopped, is_to_start FROM guests_seen WHERE notification_uuid = @notification";
        return row.ToView(await database.QueryAsync<GuestRow>(Guests, parameters, ct));
    }

    /// <summary>
    /// Writes down which instances are active or stopped. Many are written in several transactions, the last of which says that all are.
    /// </summary>
    public async Task KeepAsync(ClaimSet claim, IReadOnlyList<(Guid Instance, bool IsStopped)> guests, CancellationToken ct)
    {
        foreach (var some in guests.Chunk(WrittenAtATime))
        {
            ct.ThrowIfCancellationRequested();
            await claim.WriteAsync(transaction => database.ExecuteAsync(transaction, [Insert(claim.Notification, some)], CancellationToken.None));
        }
        const string Complete = """
            UPDATE guest_views
               SET is_complete = 1,
                   heartbeat_at = (SELECT j.heartbeat_at FROM host_journal j WHERE j.notification_uuid = @notification)
             WHERE notification_uuid = @notification
            """;
        await WriteAsync(claim, Complete, new { notification = claim.Notification.ToText() });
    }

    /// <summary>The host is back: from now on nothing of this notification is evacuated any more.</summary>
    public Task NoteReturnAsync(ClaimSet claim, bool wasAway) => WriteAsync(
        claim,
        $"""
        UPDATE guest_views SET returned_at = {database.Dialect.Now}, was_away = @wasAway
         WHERE notification_uuid = @notification AND returned_at IS NULL
        """,
        new { notification = claim.Notification.ToText(), wasAway });

    /// <summary>
    /// Before instances are started. From then on no other recovery acts on them, until this one is over.
    /// </summary>
    /// <param name="claim">The recovery's claim.</param>
    /// <param name="guests">The instances, and whether they were stopped at the first look.</param>
    /// <returns>Those that may be started: no other recovery has them.</returns>
    public async Task<IReadOnlySet<Guid>> NoteStartsAsync(ClaimSet claim, IReadOnlyList<(Guid Instance, bool IsStopped)> guests)
    {
        var free = new HashSet<Guid>();
        foreach (var some in guests.Chunk(WrittenAtATime))
            await claim.WriteAsync(async transaction =>
            {
                var others = await openMoves.ReserveAsync(transaction, claim.Notification, [.. some.Select(guest => guest.Instance)]);
                var mine = some.Where(guest => !others.ContainsKey(guest.Instance)).ToArray();
                free.ExceptWith(some.Select(guest => guest.Instance));   // the transaction may be run again
                free.UnionWith(mine.Select(guest => guest.Instance));
                if (mine.Length == 0) return;
                Statement[] statements = [Insert(claim.Notification, mine), ToStart(claim.Notification, mine)];
                await database.ExecuteAsync(transaction, statements, CancellationToken.None);
            });
        return free;
    }

    /// <summary>The recovery acts on no instance any more.</summary>
    public Task ReleaseAsync(ClaimSet claim) => openMoves.CloseAllAsync(claim);

    private static Statement ToStart(Guid notification, (Guid Instance, bool IsStopped)[] guests)
    {
        var values = new StatementValues();
        return values.In($"""
            UPDATE guests_seen SET is_to_start = 1
             WHERE notification_uuid = {values.Add(notification)} AND instance_uuid IN {values.List(guests.Select(guest => guest.Instance))}
            """);
    }

    private Task WriteAsync(ClaimSet claim, string update, object parameters) => claim.WriteAsync(async transaction =>
    {
        var insert = $"{database.Dialect.InsertUnlessThere} guest_views (notification_uuid) VALUES (@notification)";
        await database.ExecuteAsync(transaction, insert, new { notification = claim.Notification.ToText() }, CancellationToken.None);
        await database.ExecuteAsync(transaction, update, parameters, CancellationToken.None);
    });

    private Statement Insert(Guid notification, (Guid Instance, bool IsStopped)[] guests)
    {
        var values = new StatementValues();
        var rows = guests.Select(guest => values.List<object>([notification, guest.Instance, guest.IsStopped]));
        return values.In(
            $"{database.Dialect.InsertUnlessThere} guests_seen (notification_uuid, instance_uuid, was_stopped) VALUES {string.Join(", ", rows)}");
    }

    private sealed record ViewRow
    {
        public bool IsComplete { get; init; }
        public DateTime? HeartbeatAt { get; init; }
        public DateTime? ReturnedAt { get; init; }
        public bool WasAway { get; init; }
        public DateTime Now { get; init; }

        public GuestsOfHost ToView(IReadOnlyList<GuestRow> guests) => new()
        {
            IsComplete = IsComplete,
            HeartbeatAt = HeartbeatAt.ToMoment(),
            // The database's clock may have stepped back.
            ReturnedFor = ReturnedAt is { } at ? (Now - at).Duration() : null,
            WasAway = WasAway,
            Active = Those(guests, guest => !guest.WasStopped),
            Stopped = Those(guests, guest => guest.WasStopped),
            ToStart = Those(guests, guest => guest.IsToStart),
        };

        private static HashSet<Guid> Those(IEnumerable<GuestRow> guests, Func<GuestRow, bool> which) =>
            guests.Where(which).Select(guest => Guid.Parse(guest.Instance)).ToHashSet();
    }

    private sealed record GuestRow
    {
        public string Instance { get; init; } = "";
        public bool WasStopped { get; init; }
        public bool IsToStart { get; init; }
    }
}
