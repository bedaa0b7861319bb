using System.Data.Common;
using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// Takes all subjects of a notification or none, in one transaction. A free subject is inserted, and the primary key decides between two
/// takers; of a row that exists, the lock decides. Two nodes of a Galera cluster, which lock nothing for each other, collide on the counter
/// of epochs.
/// </summary>
internal sealed class ClaimTaking(Database database, ClaimOwner owner, ClaimOptions options, TimeProvider clock)
{
    private readonly DistantLeases distant = new(options.Lease, clock);
    private readonly DatabaseChange databases = new(database);

    /// <summary>The lease has run out, by the database's clock or, when that has stepped back, by ours.</summary>
    public bool HasLapsed(ClaimRow row) => row.Lapsed == 1 || distant.HasLapsed(row);

    /// <summary>Takes the subjects, and with them all that a former owner of the notification left.</summary>
    /// <param name="wanted">In the order of <see cref="ClaimSubject"/>.</param>
    /// <param name="notification">For which notification.</param>
    /// <param name="wish">Under which conditions.</param>
    /// <param name="ct">Gives up before anything is written.</param>
    /// <returns><see langword="null"/> when another owner has one of them, or a condition does not hold; no claim was written.</returns>
    public async Task<ClaimKey?> RunAsync(IReadOnlyList<ClaimSubject> wanted, Guid notification, ClaimWish wish, CancellationToken ct)
    {
        // Looked for without a transaction: most who ask for what another has are turned away here, and lock nothing.
        const string Left = "SELECT subject FROM recovery_claims WHERE notification_uuid = @notification AND owner <> ''";
        var left = await database.QueryAsync<string>(Left, new { notification = notification.ToText() }, ct);
        ClaimSubject[] subjects = [.. wanted.Union(left.Select(ClaimSubject.Parse)).Order()];
        var seen = await database.QueryAsync<ClaimRow>(Read(""), Selection(Names(subjects)), ct);
        if (!MayTake(seen, notification, wish)) return null;
        try
        {
            return await database.TransactAsync(
                (_, transaction) => TakeAsync(transaction, subjects, seen, notification, wish, ct), ct);
        }
        catch (DbException e) when (database.Dialect.FailureOf(e) == DatabaseFailure.DuplicateKey)
        {
            return null;   // another owner was the first to insert a subject
        }
    }

    private async Task<ClaimKey?> TakeAsync(
        DbTransaction transaction, ClaimSubject[] subjects, IReadOnlyList<ClaimRow> seen, Guid notification, ClaimWish wish,
        CancellationToken ct)
    {
        // The rows first, in their order: whoever waits for one that its owner is writing must not hold the counter meanwhile. Only rows
        // that exist: locking a missing one would lock the gap for the other takers.
        var rows = seen.Count == 0 ? [] : await database.QueryAsync<ClaimRow>(
            transaction, Read(database.Dialect.ForUpdate), Selection(seen.Select(row => row.Subject)), ct);
        if (!MayTake(rows, notification, wish)) return null;
        var epoch = await NextEpochAsync(transaction, ct);
        // After the counter, the row that all takers write: the next taker waits for it and then sees what this one took. On two nodes of a
        // Galera cluster the later commit collides on the counter, and its transaction is repeated.
        if (wish.Condition is { } condition && !await condition(transaction)) return null;
        var here = await databases.ReadAsync(transaction, ct);
        foreach (var subject in subjects)
            await WriteAsync(transaction, subject, isNew: rows.All(row => row.Subject != subject.ToString()), notification, epoch, here, ct);
        var isElsewhere = DatabaseChange.IsBetween(rows, notification, here);
        if (isElsewhere) await databases.DoubtMovesAsync(transaction, notification, ct);
        return new ClaimKey(subjects, notification, epoch)
        {
            Unowned = rows.Select(row => row.Unowned).DefaultIfEmpty().Max(), IsInAnotherDatabase = isElsewhere,
        };
    }

    private bool MayTake(IReadOnlyList<ClaimRow> rows, Guid notification, ClaimWish wish)
    {
        var owned = rows.Where(row => row.Owner.Length > 0).ToList();
        return owned.All(row => IsLeft(row, notification)) && (owned.Count > 0 || !wish.OnlyLapsed);
    }

    /// <summary>A former owner of the same notification left it: its lease has run out, it is dead, or it was this process.</summary>
    private bool IsLeft(ClaimRow row, Guid notification) =>
        row.NotificationUuid == notification.ToText() && (row.Owner == owner.Text || owner.IsDeadHere(row.Owner) || HasLapsed(row));

    private async Task<long> NextEpochAsync(DbTransaction transaction, CancellationToken ct)
    {
        if (await database.ExecuteAsync(transaction, "UPDATE recovery_epochs SET epoch = epoch + 1 WHERE id = 1", null, ct) != 1)
            throw new InvalidOperationException(
                "The table recovery_epochs has lost its row: insert (1, N), with N above all epochs of recovery_claims.");
        return await database.FindAsync<long>(transaction, "SELECT epoch FROM recovery_epochs WHERE id = 1", null, ct);
    }

    private Task<int> WriteAsync(
        DbTransaction transaction, ClaimSubject subject, bool isNew, Guid notification, long epoch, string? here, CancellationToken ct)
    {
        var until = database.Dialect.NowPlus("@lease");
        var sql = isNew
            ? $"""
                INSERT INTO recovery_claims (subject, notification_uuid, owner, epoch, lease_until, writes, database_id)
                VALUES (@subject, @notification, @owner, @epoch, {until}, 0, @here)
                """
            : $"""
                UPDATE recovery_claims
                   SET notification_uuid = @notification, owner = @owner, epoch = @epoch, writes = writes + 1, lease_until = {until},
                       database_id = @here
                 WHERE subject = @subject
                """;
        return database.ExecuteAsync(transaction, sql, new
        {
            subject = subject.ToString(), notification = notification.ToText(), owner = owner.Text, epoch, here,
            lease = options.Lease.TotalSeconds,
        }, ct);
    }

    private string Read(string lockThem) => $"""
        SELECT {ClaimRow.Columns(database.Dialect, "c")} FROM recovery_claims c WHERE c.subject IN @subjects ORDER BY c.subject {lockThem}
        """;

    private object Selection(IEnumerable<string> subjects) => new { subjects, lease = options.Lease.TotalSeconds };

    private static IEnumerable<string> Names(IEnumerable<ClaimSubject> subjects) => subjects.Select(subject => subject.ToString());
}
