using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Liveness;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// The table <c>recovery_claims</c>: who works on which host or instance, over all controllers. A claim is taken by a plain
/// INSERT, or by a plain UPDATE whose WHERE decides; its row stays when it is given back, so that epochs only grow.
/// </summary>
internal sealed class ClaimStore(
    Database database, ClaimOwner owner, RecoveryOptions options, WaitOptions waits, OperatorHand hand, Pulses pulses, TimeProvider clock,
    ILogger<ClaimStore> logger)
{
    private readonly ConcurrentDictionary<string, byte> held = new();

    /// <summary>Takes the subject for a notification: a free one, or one that this notification's former owner let lapse.</summary>
    /// <returns><see langword="null"/> when somebody else has it.</returns>
    public Task<Claim?> TakeAsync(string subject, Guid notification, CancellationToken ct) =>
        HoldAsync(subject, notification, mayBeFree: true, ct);

    /// <summary>Takes over what a former owner left unfinished; never a subject that nobody of ours ever claimed for this notification (W11).</summary>
    /// <returns><see langword="null"/> when its owner still lives, or there is none.</returns>
    public Task<Claim?> TakeOverAsync(string subject, Guid notification, CancellationToken ct) =>
        HoldAsync(subject, notification, mayBeFree: false, ct);

    /// <summary>Notifications whose owner let its lease run out, died on this machine, or was us and has lost it.</summary>
    public async Task<IReadOnlyList<Guid>> OrphansAsync(CancellationToken ct)
    {
        var sql = $"""
            SELECT subject AS Subject, notification_uuid AS NotificationUuid, owner AS Owner,
                   CASE WHEN lease_until < {database.Dialect.Now} THEN 1 ELSE 0 END AS Lapsed
              FROM recovery_claims WHERE owner <> ''
            """;
        var rows = await ReadAsync(sql, ct);
        return [.. rows.Where(row => row.Lapsed == 1 || IsLeaderless(row)).Select(row => Guid.Parse(row.NotificationUuid))];
    }

    /// <summary>Gives back what was claimed for notifications that exist no more: nobody will ever take that over.</summary>
    public async Task ReleaseVanishedAsync(CancellationToken ct)
    {
        // Looked for by a plain read: an UPDATE that looks for its rows locks those of all owners, and waits for each that is being written.
        var find = $"""
            SELECT c.subject AS Subject, c.owner AS Owner, c.epoch AS Epoch FROM recovery_claims c
             WHERE c.owner <> '' AND c.lease_until < {database.Dialect.Now}
               AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.notification_uuid = c.notification_uuid AND n.deleted = 0)
            """;
        var release = $"""
            UPDATE recovery_claims SET owner = '', writes = writes + 1
             WHERE subject = @Subject AND epoch = @Epoch AND owner = @Owner AND lease_until < {database.Dialect.Now}
            """;
        foreach (var row in await ReadAsync(find, ct))
            await ExecuteAsync(release, new { row.Subject, row.Epoch, row.Owner, now = database.Now });
    }

    internal async Task WriteAsync(ClaimKey key, IReadOnlyList<Func<DbConnection, DbTransaction, Task>> writes)
    {
        const string Sql = "UPDATE recovery_claims SET writes = writes + 1 WHERE subject = @subject AND epoch = @epoch AND owner = @owner";
        await database.TransactAsync(async (connection, transaction) =>
        {
            if (await connection.ExecuteAsync(Sql, Identify(key), transaction) != 1) throw new ClaimLostException(key.Subject);
            foreach (var write in writes) await write(connection, transaction);
            return true;
        }, CancellationToken.None);
    }

    internal async Task ReleaseAsync(ClaimKey key)
    {
        const string Sql = "UPDATE recovery_claims SET owner = '', writes = writes + 1 WHERE subject = @subject AND epoch = @epoch AND owner = @owner";
        await ExecuteAsync(Sql, Identify(key));
    }

    internal async Task AbandonAsync(ClaimKey key)
    {
        var sql = $"""
            UPDATE recovery_claims SET lease_until = {database.Dialect.Now}, writes = writes + 1
             WHERE subject = @subject AND epoch = @epoch AND owner = @owner
            """;
        await ExecuteAsync(sql, Identify(key));
    }

    internal void Forget(ClaimKey key) => held.TryRemove(key.Subject, out _);

    /// <summary>Renews every third of the lease until <paramref name="ct"/>; a lease that can't be renewed lapses by itself.</summary>
    internal async Task RenewUntilAsync(ClaimKey key, Lease lease, CancellationToken ct)
    {
        var sql = $"""
            UPDATE recovery_claims SET lease_until = {database.Dialect.NowPlus("@lease")}, writes = writes + 1
             WHERE subject = @subject AND epoch = @epoch AND owner = @owner
            """;
        try
        {
            while (!lease.HasLapsed)
            {
                await Task.Delay(options.Lease / 3, clock, ct);
                await RenewAsync(sql, key, lease);
            }
        }
        catch (OperationCanceledException)
        {
            // The claim was given back.
        }
    }

    private async Task RenewAsync(string sql, ClaimKey key, Lease lease)
    {
        var sentAt = clock.GetTimestamp();
        try
        {
            if (await ExecuteAsync(sql, Identify(key)) == 1)
            {
                lease.Renew(sentAt);
                return;
            }
            logger.ClaimTakenFromUs(key.Subject, key.Notification);
            lease.Lose();
        }
        catch (Exception e) when (e is DbException or DatabaseUnavailableException or CommitUnknownException)
        {
            logger.RenewalFailed(e, key.Subject);   // the lease lapses unless a later renewal succeeds
        }
    }

    private async Task<Claim?> HoldAsync(string subject, Guid notification, bool mayBeFree, CancellationToken ct)
    {
        if (!held.TryAdd(subject, 0)) return null;
        Claim? claim = null;
        var pulse = pulses.Start($"the recovery of notification {notification}", waits.LongestStandstill);
        try
        {
            var sentAt = clock.GetTimestamp();
            var epoch = mayBeFree && await InsertAsync(subject, notification, ct) ? 1 : await UpdateAsync(subject, notification, mayBeFree, ct);
            if (epoch is null) return null;
            logger.ClaimTaken(subject, notification, epoch.Value);
            return claim = new Claim(this, new ClaimKey(subject, notification, epoch.Value), new Lease(options.Lease, sentAt, clock), hand, pulse);
        }
        finally
        {
            if (claim is null)
            {
                held.TryRemove(subject, out _);
                pulse.Dispose();
            }
        }
    }

    private async Task<bool> InsertAsync(string subject, Guid notification, CancellationToken ct)
    {
        var sql = $"""
            INSERT INTO recovery_claims (subject, notification_uuid, owner, epoch, lease_until, writes)
            VALUES (@subject, @notification, @owner, 1, {database.Dialect.NowPlus("@lease")}, 0)
            """;
        try
        {
            var parameters = new { subject, notification = notification.ToText(), owner = owner.Text, lease = LeaseSeconds, now = database.Now };
            return await database.TransactAsync((connection, transaction) => connection.ExecuteAsync(sql, parameters, transaction), ct) == 1;
        }
        catch (Exception e) when (database.Dialect.FailureOf(e) == DatabaseFailure.DuplicateKey)
        {
            return false;
        }
    }

    private Task<long?> UpdateAsync(string subject, Guid notification, bool mayBeFree, CancellationToken ct)
    {
        var sql = $"""
            UPDATE recovery_claims
               SET notification_uuid = @notification, owner = @owner, epoch = epoch + 1, writes = writes + 1,
                   lease_until = {database.Dialect.NowPlus("@lease")}
             WHERE subject = @subject
               AND ({(mayBeFree ? "owner = '' OR " : "")}(notification_uuid = @notification AND owner <> '' AND (lease_until < {database.Dialect.Now} OR owner = @dead)))
            """;
        const string Read = "SELECT owner AS Owner, epoch AS Epoch FROM recovery_claims WHERE subject = @subject";
        return database.TransactAsync<long?>(async (connection, transaction) =>
        {
            var before = await connection.QuerySingleOrDefaultAsync<Row>(Read, new { subject }, transaction);
            if (before is null) return null;
            var dead = before.Owner == owner.Text || owner.IsDeadHere(before.Owner) ? before.Owner : "nobody";
            var taken = await connection.ExecuteAsync(sql, new
            {
                subject, notification = notification.ToText(), owner = owner.Text, lease = LeaseSeconds, dead, now = database.Now,
            }, transaction);
            return taken == 1 ? (await connection.QuerySingleAsync<Row>(Read, new { subject }, transaction)).Epoch : null;
        }, ct);
    }

    /// <summary>A former life on this machine, or ourselves after we stopped acting on it.</summary>
    private bool IsLeaderless(Row row) => row.Owner == owner.Text ? !held.ContainsKey(row.Subject) : owner.IsDeadHere(row.Owner);

    private double LeaseSeconds => options.Lease.TotalSeconds;

    private object Identify(ClaimKey key) => new { subject = key.Subject, epoch = key.Epoch, owner = owner.Text, lease = LeaseSeconds, now = database.Now };

    private async Task<IEnumerable<Row>> ReadAsync(string sql, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QueryAsync<Row>(new CommandDefinition(sql, new { now = database.Now }, cancellationToken: ct));
    }

    private Task<int> ExecuteAsync(string sql, object parameters) =>
        database.TransactAsync((connection, transaction) => connection.ExecuteAsync(sql, parameters, transaction), CancellationToken.None);

    private sealed record Row
    {
        public string Subject { get; init; } = "";
        public string NotificationUuid { get; init; } = "";
        public string Owner { get; init; } = "";
        public long Epoch { get; init; }
        public long Lapsed { get; init; }
    }
}
