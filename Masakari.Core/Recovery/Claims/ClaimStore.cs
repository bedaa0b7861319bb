using System.Collections.Concurrent;
using System.Data.Common;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Liveness;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// The table <c>recovery_claims</c>: who works on which hosts and instances, over all controllers. A notification owns all of its subjects
/// or none: they are taken, renewed, taken over and given back together. The row of a subject stays when the subject is given back.
/// </summary>
internal sealed class ClaimStore(
    Database database, ClaimOwner owner, ClaimOptions options, Pulses pulses, TimeProvider clock, ILogger<ClaimStore> logger)
{
    private const string OwnRows = ClaimWriting.OwnRows;

    private readonly ClaimTurns turns = new();
    private readonly ClaimTaking taking = new(database, owner, options, clock);
    private readonly ClaimWriting writing = new(database, owner);
    private readonly ConcurrentDictionary<string, byte> ours = new();

    /// <summary>Takes the subjects for a notification: free ones, or ones that a former owner of this notification let lapse.</summary>
    /// <returns><see langword="null"/> when another owner has one of them.</returns>
    public Task<ClaimSet?> TakeAsync(IEnumerable<ClaimSubject> subjects, Guid notification, CancellationToken ct) =>
        TakeAsync(subjects, notification, new ClaimWish { OnlyLapsed = false }, ct);

    /// <summary>As the other, if a <see cref="ClaimWish.Condition"/> holds.</summary>
    public Task<ClaimSet?> TakeIfAsync(
        IEnumerable<ClaimSubject> subjects, Guid notification, Func<DbTransaction, Task<bool>> condition, CancellationToken ct) =>
        TakeAsync(subjects, notification, new ClaimWish { OnlyLapsed = false, Condition = condition }, ct);

    /// <summary>
    /// Takes over what a former owner left unfinished. A notification that was never claimed is not taken over: the Python original began
    /// its recovery, and may still be at it.
    /// </summary>
    /// <returns><see langword="null"/> when the owner still lives, or there is none.</returns>
    public Task<ClaimSet?> TakeOverAsync(IEnumerable<ClaimSubject> subjects, Guid notification, CancellationToken ct) =>
        TakeAsync(subjects, notification, new ClaimWish { OnlyLapsed = true }, ct);

    /// <summary>
    /// Notifications whose owner let its lease run out, died on this machine, or was this process and has lost its claim.
    /// </summary>
    public async Task<IReadOnlyList<(Guid Uuid, NotificationType Type)>> OrphansAsync(CancellationToken ct)
    {
        var sql = $"""
            SELECT {ClaimRow.Columns(database.Dialect, "c")}, n.type
              FROM recovery_claims c LEFT JOIN notifications n ON n.notification_uuid = c.notification_uuid
             WHERE c.owner <> ''
            """;
        var rows = await database.QueryAsync<ClaimRow>(sql, new { lease = options.Lease.TotalSeconds }, ct);
        return
        [
            .. rows.Where(row => Guid.TryParse(row.NotificationUuid, out _) && (taking.HasLapsed(row) || IsLeaderless(row)))
                .Select(ToOrphan).Distinct(),
        ];
    }

    /// <inheritdoc cref="ClaimWriting.RunAsync"/>
    internal Task WriteAsync(ClaimKey key, IReadOnlyList<ClaimWrite> writes, bool touchAlone) => writing.RunAsync(key, writes, touchAlone);

    /// <summary>The database is away: what failed now is not the write's fault.</summary>
    internal bool IsAway(Exception e) => database.IsAway(e);

    internal Task GiveBackAsync(ClaimKey key)
    {
        const string Sql = $"UPDATE recovery_claims SET owner = '', writes = writes + 1 WHERE {OwnRows}";
        return database.ExecuteAsync(Sql, Identify(key), CancellationToken.None);
    }

    internal Task LeaveAsync(ClaimKey key)
    {
        var sql = $"UPDATE recovery_claims SET lease_until = {database.Dialect.Now}, writes = writes + 1 WHERE {OwnRows}";
        return database.ExecuteAsync(sql, Identify(key), CancellationToken.None);
    }

    /// <summary>The owner is gone: workers of this process may take the subjects again.</summary>
    internal void Forget(IEnumerable<ClaimSubject> subjects)
    {
        foreach (var subject in subjects) ours.TryRemove(subject.ToString(), out _);
    }

    /// <summary>Renews every third of the lease until <paramref name="ct"/>; a lease that can't be renewed lapses by itself.</summary>
    internal async Task RenewUntilAsync(ClaimKey key, Lease lease, CancellationToken ct)
    {
        try
        {
            for (var sentAt = clock.GetTimestamp(); !lease.HasLapsed;)
            {
                // Counted from when the last one was sent: slow answers must not make the next one late.
                if (options.Lease / 3 - clock.GetElapsedTime(sentAt) is var rest && rest > TimeSpan.Zero) await Task.Delay(rest, clock, ct);
                sentAt = clock.GetTimestamp();
                await RenewAsync(key, lease);
            }
        }
        catch (OperationCanceledException)
        {
            // The claim was given back.
        }
    }

    private async Task RenewAsync(ClaimKey key, Lease lease)
    {
        var sentAt = clock.GetTimestamp();
        try
        {
            if (await RenewAsync(key))
            {
                lease.Renew(sentAt);
                return;
            }
            logger.ClaimTakenFromUs(key.SubjectText, key.Notification);
            lease.Lose();
        }
        catch (Exception e) when (e is DbException or DatabaseUnavailableException or CommitUnknownException)
        {
            logger.RenewalFailed(e, key.SubjectText);   // the lease lapses unless a later renewal succeeds
        }
    }

    private async Task<bool> RenewAsync(ClaimKey key)
    {
        var sql = $"UPDATE recovery_claims SET lease_until = {database.Dialect.NowPlus("@lease")}, writes = writes + 1 WHERE {OwnRows}";
        return await database.ExecuteAsync(sql, Identify(key), CancellationToken.None) == key.Subjects.Count;
    }

    private async Task<ClaimSet?> TakeAsync(IEnumerable<ClaimSubject> subjects, Guid notification, ClaimWish wish, CancellationToken ct)
    {
        ClaimSubject[] wanted = [.. subjects.Distinct().Order()];
        IReadOnlyList<ClaimSubject> reserved = wanted;
        if (!TryReserve(wanted)) return null;
        var pulse = pulses.Start($"the recovery of notification {notification}", options.LongestStandstill);
        ClaimSet? claim = null;
        try
        {
            using var turn = await turns.WaitAsync(wanted, ct);
            var sentAt = clock.GetTimestamp();
            if (await taking.RunAsync(wanted, notification, wish, ct) is not { } key) return null;
            reserved = key.Subjects;   // also what a former owner left
            foreach (var subject in reserved) ours.TryAdd(subject.ToString(), 0);
            if (clock.GetElapsedTime(sentAt) > options.Lease / 3)
            {
                // The rows were locked for long, and the lease counts from before that: without a renewal it would lapse at once.
                sentAt = clock.GetTimestamp();
                if (!await RenewAsync(key)) return null;
            }
            logger.ClaimTaken(key.SubjectText, notification, key.Epoch);
            if (key.IsInAnotherDatabase) logger.InAnotherDatabase(notification);
            return claim = new ClaimSet(this, key, new Lease(options.Lease, sentAt, clock), pulse, clock);
        }
        finally
        {
            if (claim is null)
            {
                Forget(reserved);
                pulse.Dispose();
            }
        }
    }

    /// <summary>Of the workers of this process, one at a time works on a subject.</summary>
    private bool TryReserve(ClaimSubject[] wanted)
    {
        for (var i = 0; i < wanted.Length; i++)
        {
            if (ours.TryAdd(wanted[i].ToString(), 0)) continue;
            Forget(wanted[..i]);
            return false;
        }
        return true;
    }

    /// <summary>A former life on this machine, or this process after it stopped acting under the claim.</summary>
    private bool IsLeaderless(ClaimRow row) =>
        row.Owner == owner.Text ? !ours.ContainsKey(row.Subject) : owner.IsDeadHere(row.Owner);

    private object Identify(ClaimKey key) => new
    {
        subjects = key.Subjects.Select(subject => subject.ToString()),
        epoch = key.Epoch,
        owner = owner.Text,
        lease = options.Lease.TotalSeconds,
    };

    private static (Guid Uuid, NotificationType Type) ToOrphan(ClaimRow row) =>
        (Guid.Parse(row.NotificationUuid), NotificationText.ParseType(row.Type) ?? NotificationType.ComputeHost);
}
