using System.Data.Common;
using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Operator;

namespace Masakari.Core.Recovery.MassFailure;

/// <summary>
/// Looks at all hosts before the recovery of one of them begins, and again before that host is evacuated without proof. What changes slowly
/// is read first; the recoveries are read with the decision, within the transaction that takes the claim.
/// </summary>
internal sealed class MassFailureBrake(
    Database database, RegionLook region, EngineControl control, HeldRecoveries held, MassFailureOptions options)
{
    private const long NotBegun = 2;

    /// <summary>Reads the services of Nova and the registered hosts.</summary>
    /// <param name="notification">The recovery.</param>
    /// <param name="host">The reported host.</param>
    /// <param name="lastHeartbeat">Its last heartbeat; <see langword="null"/> = the time of Nova's record of the service.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>
    /// <see langword="null"/> = nothing holds the recovery: it was released or aborted, there is proof from outside, or the rule is off.
    /// </returns>
    public async Task<MassFailureLook?> LookAsync(Guid notification, ComputeHost host, DateTimeOffset? lastHeartbeat, CancellationToken ct)
    {
        const string Sql = "SELECT uuid AS Uuid, name AS Name, failover_segment_id AS Segment FROM hosts WHERE deleted = 0";
        if (options.IsOff || await held.MayGoOnAsync(notification, ct)) return null;
        var reading = await region.ReadAsync(ct);
        var service = reading?.Value.FirstOrDefault(one => one.Host == host.Name);
        if (service is not null && await HasProofAsync(service, reading!.At - (lastHeartbeat ?? service.UpdatedAt), ct)) return null;
        var hosts = await database.QueryAsync<MassFailureLook.Registered>(Sql, null, ct);
        return new MassFailureLook(notification, host, reading?.Value, hosts);
    }

    /// <summary>Why the recovery is held and what to do, for its message; <see langword="null"/> = it may go on.</summary>
    /// <param name="look">What was read before.</param>
    /// <param name="transaction">The transaction that takes the claim; <see langword="null"/> = outside of it.</param>
    /// <param name="ct">Gives up.</param>
    public Task<string?> WhyHeldAsync(MassFailureLook look, DbTransaction? transaction, CancellationToken ct) =>
        WhyHeldAsync(look, transaction, countsHeld: false, ct);

    private async Task<string?> WhyHeldAsync(MassFailureLook look, DbTransaction? transaction, bool countsHeld, CancellationToken ct)
    {
        var recoveries = await ListRecoveriesAsync(transaction, ct);
        var names = look.Hosts.ToDictionary(host => host.Uuid, host => host.Name);
        var segment = look.Host.Segment;
        var view = new MassFailureView
        {
            Host = look.Host.Name,
            Segment = segment.Name,
            SegmentHosts = [.. look.Hosts.Where(host => host.Segment == segment.Uuid.ToText()).Select(host => host.Name)],
            Services = look.Services ?? [],
            UnderRecovery = NamesOf(recoveries.Where(recovery => recovery.IsHeld == 0 || (countsHeld && recovery.IsHeld == NotBegun))),
            HeldAndDisabled = NamesOf(recoveries.Where(recovery => recovery.IsHeld == 1)),
        };
        return MassFailureRules.TooMany(view, options.Percent) is { } tooMany ? Message(look, tooMany) : null;

        HashSet<string> NamesOf(IEnumerable<Recovery> some) =>
            [.. some.Select(recovery => names.GetValueOrDefault(recovery.Host)).OfType<string>()];
    }

    /// <summary>Why a host that is silent, but not proved dead, is not evacuated now; <see langword="null"/> = it may be.</summary>
    public Task<string?> WhySilenceIsHeldAsync(Guid notification, ComputeHost host, DateTimeOffset? lastHeartbeat, CancellationToken ct) =>
        WhyHeldAsync(notification, host, lastHeartbeat, countsHeld: false, ct);

    /// <summary>
    /// Why a host is not switched off now; <see langword="null"/> = it may be. Hosts that are reported and held count as well: Nova may
    /// not call them down yet.
    /// </summary>
    public Task<string?> WhyFencingIsHeldAsync(Guid notification, ComputeHost host, DateTimeOffset? lastHeartbeat, CancellationToken ct) =>
        WhyHeldAsync(notification, host, lastHeartbeat, countsHeld: true, ct);

    private async Task<string?> WhyHeldAsync(
        Guid notification, ComputeHost host, DateTimeOffset? lastHeartbeat, bool countsHeld, CancellationToken ct)
    {
        if (await LookAsync(notification, host, lastHeartbeat, ct) is not { } look) return null;
        return look.KnowsNova
            ? await WhyHeldAsync(look, transaction: null, countsHeld, ct)
            : "Held: Nova's services cannot be read, so it is not known whether other hosts fail as well. "
              + "The recovery continues when Nova answers again.";
    }

    private string Message(MassFailureLook look, string tooMany) =>
        $"Held: {tooMany}, more than {options.Percent} % (mass_failure_percent). The network or Nova may have failed instead of the hosts. "
        + $"If host {look.Host.Name} is certainly off, run `masakari manage release {look.Notification}`. "
        + $"To end the recovery, run `masakari manage abort {look.Notification}`.";

    private async Task<bool> HasProofAsync(ComputeService service, TimeSpan? silence, CancellationToken ct) =>
        service.ForcedDown || (!service.Up && await control.FindConfirmationAsync(service.Host, ct) is { } word && word.HoldsAfter(silence));

    private Task<IReadOnlyList<Recovery>> ListRecoveriesAsync(DbTransaction? transaction, CancellationToken ct)
    {
        // Claimed; running or between two attempts; dead and ended within the window; held after it had begun; held at all.
        var since = database.Dialect.NowSecondsPlus("@window");
        var sql = $"""
            SELECT n.source_host_uuid AS Host, 0 AS IsHeld
              FROM recovery_claims c JOIN notifications n ON n.notification_uuid = c.notification_uuid
             WHERE c.owner <> '' AND n.type = 'COMPUTE_HOST' AND n.deleted = 0
            UNION ALL
            SELECT n.source_host_uuid, 0 FROM notifications n
             WHERE n.status IN ('running', 'error') AND n.deleted = 0 AND n.type = 'COMPUTE_HOST' AND n.updated_at >= {since}
            UNION ALL
            SELECT n.source_host_uuid, 0
              FROM host_journal j JOIN notifications n ON n.notification_uuid = j.notification_uuid
             WHERE j.proof IS NOT NULL AND n.status IN ('finished', 'failed') AND n.deleted = 0 AND n.updated_at >= {since}
            UNION ALL
            SELECT n.source_host_uuid, 1
              FROM host_journal j JOIN notifications n ON n.notification_uuid = j.notification_uuid
             WHERE n.status = 'new' AND n.deleted = 0
            UNION ALL
            SELECT n.source_host_uuid, 2
              FROM held_notifications m JOIN notifications n ON n.notification_uuid = m.notification_uuid
             WHERE n.status = 'new' AND n.deleted = 0
            """;
        var parameters = new { window = -options.Window.TotalSeconds };
        return transaction is null
            ? database.QueryAsync<Recovery>(sql, parameters, ct)
            : database.QueryAsync<Recovery>(transaction, sql, parameters, ct);
    }

    private sealed record Recovery
    {
        public string Host { get; init; } = "";
        public long IsHeld { get; init; }
    }
}
