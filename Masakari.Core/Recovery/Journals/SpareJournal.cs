using System.Data.Common;
using System.Globalization;
using Masakari.Core.Events;
using Masakari.Core.Hosts;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Segments;

namespace Masakari.Core.Recovery.Journals;

/// <summary>
/// The reserved hosts that recoveries have taken, and what they change on them: written down before the deed (table <c>spare_journal</c>).
/// The row of the host changes in the same transaction, so that two recoveries never take one spare.
/// </summary>
internal sealed class SpareJournal(Database database, HostWriter hosts, EventPublisher publisher)
{
    private const string Columns =
        "j.host_uuid AS Host, j.host_name AS Name, j.state, j.row_changed_at, j.enabled, j.former_reason, j.aggregates";

    private const string Key = "notification_uuid = @notification AND host_uuid = @host";

    private const string Over = "'finished', 'failed', 'ignored'";

    /// <summary>The spares that a recovery has, in the order in which they were taken.</summary>
    public async Task<IReadOnlyList<SpareEntry>> ListAsync(Guid notification, CancellationToken ct)
    {
        const string Sql = $"""
            SELECT {Columns} FROM spare_journal j WHERE j.notification_uuid = @notification ORDER BY j.row_changed_at, j.host_name
            """;
        var rows = await database.QueryAsync<Row>(Sql, new { notification = notification.ToText() }, ct);
        return [.. rows.Select(row => row.ToEntry())];
    }

    /// <summary>
    /// The spares of a segment that other recoveries have, and may give back yet. One that an operator has reserved again is free, unless it
    /// is just being given back.
    /// </summary>
    public async Task<IReadOnlyList<string>> ListInOtherHandsAsync(Segment segment, Guid notification, CancellationToken ct)
    {
        const string Sql = """
            SELECT j.host_name FROM spare_journal j JOIN hosts h ON h.uuid = j.host_uuid
             WHERE h.failover_segment_id = @segment AND h.deleted = 0 AND j.notification_uuid <> @notification
               AND (j.state = 'giving_back' OR (j.state = 'taken' AND h.reserved = 0))
             ORDER BY j.host_name
            """;
        return await database.QueryAsync<string>(
            Sql, new { segment = segment.Uuid.ToText(), notification = notification.ToText() }, ct);
    }

    /// <summary>
    /// Recoveries that are over and have left spares undecided, each with the name of its failed host, which may have been deleted since;
    /// <see langword="null"/> = purged. At most one look at each in <paramref name="pause"/>.
    /// </summary>
    public async Task<IReadOnlyList<(Guid Notification, Guid Source, string? HostName)>> ListLeftAsync(TimeSpan pause, CancellationToken ct)
    {
        var sql = $"""
            SELECT n.notification_uuid AS Notification, n.source_host_uuid AS Source, COALESCE(h.name, n.source_host_uuid) AS HostName
              FROM spare_journal j JOIN notifications n ON n.notification_uuid = j.notification_uuid
              LEFT JOIN hosts h ON h.uuid = n.source_host_uuid
             WHERE j.state <> 'kept' AND n.status IN ({Over})
               AND (j.look_at IS NULL OR j.look_at <= {database.Dialect.NowPlus("@pause")})
            """;
        var rows = await database.QueryAsync<Left>(sql, new { pause = -pause.TotalSeconds }, ct);
        return [.. rows.Select(row => (Guid.Parse(row.Notification), Guid.Parse(row.Source), row.HostName)).Distinct()];
    }

    /// <summary>Takes a spare.</summary>
    /// <returns>
    /// <see langword="null"/> = it is no spare any more: another recovery was first or is just giving it back, it failed, or an operator has
    /// changed it.
    /// </returns>
    public async Task<SpareEntry?> TakeAsync(ClaimSet claim, ComputeHost spare)
    {
        const string Insert = """
            INSERT INTO spare_journal (notification_uuid, host_uuid, host_name, state, row_changed_at, enabled, former_reason, aggregates)
            VALUES (@notification, @host, @name, 'taken', @changedAt, 'no', NULL, '')
            """;
        var beingGivenBack = $"SELECT COUNT(*) FROM spare_journal WHERE host_uuid = @host {database.Dialect.ForUpdate}";
        SpareEntry? taken = null;
        await claim.WriteAsync(async transaction =>
        {
            taken = null;
            if (await hosts.TakeSpareAsync(transaction, spare.Uuid) is not { } changedAt) return;
            await ForgetAllAsync(transaction, spare.Uuid);   // rows of earlier takings, which somebody has ended by reserving the host
            if (await database.FindAsync<long>(transaction, beingGivenBack, new { host = spare.Uuid.ToText() }, CancellationToken.None) > 0)
            {
                await hosts.GiveSpareBackAsync(transaction, spare.Uuid, changedAt);
                return;
            }
            await database.ExecuteAsync(transaction, Insert, new
            {
                notification = claim.Notification.ToText(), host = spare.Uuid.ToText(), name = spare.Name, changedAt = changedAt.ToText(),
            }, CancellationToken.None);
            taken = new() { Host = spare.Uuid, Name = spare.Name, State = SpareState.Taken, RowChangedAt = changedAt, Enabling = SpareEnabling.No };
        });
        if (taken is not null) await PublishAsync(spare with { Reserved = false });
        return taken;
    }

    /// <summary>
    /// Takes over the spares that earlier recoveries of the same failed host have left undecided. Nobody else can decide about them: the
    /// claim of the host, which that takes, is this recovery's.
    /// </summary>
    /// <param name="claim">The claim of the recovery.</param>
    /// <param name="source">The failed host.</param>
    /// <param name="ct">Stops before the change.</param>
    public async Task AdoptAsync(ClaimSet claim, Guid source, CancellationToken ct)
    {
        const string Left = $"""
            SELECT COUNT(*) FROM spare_journal j JOIN notifications n ON n.notification_uuid = j.notification_uuid
             WHERE n.source_host_uuid = @source AND n.status IN ({Over}) AND j.state <> 'kept'
            """;
        const string Adopt = $"""
            UPDATE spare_journal SET notification_uuid = @notification
             WHERE state <> 'kept' AND notification_uuid IN (
                SELECT notification_uuid FROM notifications
                 WHERE source_host_uuid = @source AND status IN ({Over}))
            """;
        var parameters = new { notification = claim.Notification.ToText(), source = source.ToText() };
        if (await database.FindAsync<long>(Left, parameters, ct) == 0) return;
        await claim.WriteAsync(transaction => database.ExecuteAsync(transaction, Adopt, parameters, CancellationToken.None));
    }

    /// <summary>Notes what the service was before we enable it, or that it is enabled.</summary>
    public Task<SpareEntry> NoteEnablingAsync(ClaimSet claim, SpareEntry spare, SpareEnabling enabling, string? formerReason) =>
        SetAsync(claim, spare with { Enabling = enabling, FormerReason = formerReason });

    /// <summary>Notes the aggregates in which the spare is by our doing, before it is added to the last of them.</summary>
    public Task<SpareEntry> NoteAggregatesAsync(ClaimSet claim, SpareEntry spare, IReadOnlyList<long> aggregates) =>
        SetAsync(claim, spare with { Aggregates = aggregates });

    /// <summary>Notes what is to become of the spare.</summary>
    /// <returns><see langword="null"/> = an operator has reserved it again since, and another recovery has taken it.</returns>
    public Task<SpareEntry?> NoteStateAsync(ClaimSet claim, SpareEntry spare, SpareState state) =>
        TrySetAsync(claim, spare with { State = state });

    /// <summary>Notes that it was looked at, and that it is not known yet what is to become of it.</summary>
    public Task NoteLookAsync(ClaimSet claim, SpareEntry spare)
    {
        var sql = $"UPDATE spare_journal SET look_at = {database.Dialect.Now} WHERE {Key}";
        return claim.WriteAsync(transaction => database.ExecuteAsync(
            transaction, sql, new { notification = claim.Notification.ToText(), host = spare.Host.ToText() }, CancellationToken.None));
    }

    /// <summary>Makes the host a spare again. One whose row somebody has changed since is left as it is.</summary>
    /// <returns>Whether it is a spare again.</returns>
    public async Task<bool> GiveBackAsync(ClaimSet claim, SpareEntry spare, ComputeHost? host)
    {
        var isBack = false;
        await claim.WriteAsync(async transaction =>
        {
            isBack = await hosts.GiveSpareBackAsync(transaction, spare.Host, spare.RowChangedAt);
            await ForgetAsync(transaction, claim.Notification, spare.Host);
        });
        if (isBack && host is not null) await PublishAsync(host with { Reserved = true });
        return isBack;
    }

    /// <summary>Somebody else decides about the host from now on.</summary>
    public Task ForgetAsync(ClaimSet claim, SpareEntry spare) =>
        claim.WriteAsync(transaction => ForgetAsync(transaction, claim.Notification, spare.Host));

    private Task ForgetAsync(DbTransaction transaction, Guid notification, Guid host) => database.ExecuteAsync(
        transaction, $"DELETE FROM spare_journal WHERE {Key}", new { notification = notification.ToText(), host = host.ToText() },
        CancellationToken.None);

    /// <summary>All rows of the host but one under which it is just being given back.</summary>
    private Task ForgetAllAsync(DbTransaction transaction, Guid host) => database.ExecuteAsync(
        transaction, "DELETE FROM spare_journal WHERE host_uuid = @host AND state <> 'giving_back'", new { host = host.ToText() },
        CancellationToken.None);

    private async Task<SpareEntry> SetAsync(ClaimSet claim, SpareEntry spare)
    {
        await TrySetAsync(claim, spare);
        return spare;
    }

    private async Task<SpareEntry?> TrySetAsync(ClaimSet claim, SpareEntry spare)
    {
        const string Sql = $"""
            UPDATE spare_journal SET state = @state, enabled = @enabled, former_reason = @reason, aggregates = @aggregates WHERE {Key}
            """;
        var parameters = new
        {
            notification = claim.Notification.ToText(), host = spare.Host.ToText(), state = Words.Of(spare.State),
            enabled = Words.Of(spare.Enabling), reason = spare.FormerReason.ToStorable(most: 255),
            aggregates = string.Join(',', spare.Aggregates),
        };
        var rows = 0;
        await claim.WriteAsync(async transaction => rows = await database.ExecuteAsync(transaction, Sql, parameters, CancellationToken.None));
        return rows == 0 ? null : spare;
    }

    // As the original, which publishes the hosts that the engine changes under the name of the API.
    private Task PublishAsync(ComputeHost after) => publisher.AroundAsync<ComputeHost>("host.update", "", HostEvents.Of, scope =>
    {
        scope.PublishStart(() => HostEvents.Of(after));
        return Task.FromResult<Result<ComputeHost>>(after);
    });

    private static class Words
    {
        public static string Of(SpareState state) => state switch
        {
            SpareState.GivingBack => "giving_back",
            SpareState.Kept => "kept",
            _ => "taken",
        };

        public static string Of(SpareEnabling enabling) => enabling switch
        {
            SpareEnabling.Meant => "meant",
            SpareEnabling.Done => "done",
            SpareEnabling.Found => "found",
            _ => "no",
        };
    }

    private sealed record Left
    {
        public string Notification { get; init; } = "";
        public string Source { get; init; } = "";
        public string? HostName { get; init; }
    }

    private sealed record Row
    {
        public string Host { get; init; } = "";
        public string Name { get; init; } = "";
        public string State { get; init; } = "";
        public DateTime RowChangedAt { get; init; }
        public string Enabled { get; init; } = "";
        public string? FormerReason { get; init; }
        public string Aggregates { get; init; } = "";

        public SpareEntry ToEntry() => new()
        {
            Host = Guid.Parse(Host),
            Name = Name,
            State = Enum.GetValues<SpareState>().First(state => Words.Of(state) == State),
            RowChangedAt = RowChangedAt.ToMoment(),
            Enabling = Enum.GetValues<SpareEnabling>().First(enabling => Words.Of(enabling) == Enabled),
            FormerReason = FormerReason,
            Aggregates =
            [
                .. Aggregates.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => long.Parse(id, CultureInfo.InvariantCulture)),
            ],
        };
    }
}
