using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.MassFailure;

namespace Masakari.Core.Recovery;

/// <summary>Takes the claim of a new notification, or holds the notification: nothing is changed for a host while too many hosts fail.</summary>
internal sealed class NewWorkClaims(
    HostRepository hosts, ClaimStore claims, RecoveryPlanner planner, MassFailureBrake brake, NotificationStatusWriter statuses)
{
    /// <summary><see langword="null"/> = another owner is at it, or it is held.</summary>
    public async Task<ClaimSet?> TakeAsync(Notification notification, CancellationToken ct)
    {
        var (uuid, subjects) = (notification.Uuid, planner.SubjectsOf(notification));
        if (await FindEvacuatedAsync(notification, ct) is not { } host) return await claims.TakeAsync(subjects, uuid, ct);
        if (await brake.LookAsync(uuid, host, lastHeartbeat: null, ct) is not { } look) return await claims.TakeAsync(subjects, uuid, ct);
        if (!look.KnowsNova && notification.Message is not null) return null;   // what is held stays held while Nova is away
        var why = await brake.WhyHeldAsync(look, transaction: null, ct);   // the many that stay held write nothing
        var claim = why is not null ? null : await claims.TakeIfAsync(
            subjects, uuid, async transaction => (why = await brake.WhyHeldAsync(look, transaction, ct)) is null, ct);
        if (claim is null && why is not null) await statuses.HoldNewAsync(notification, host.Name, why, ct);
        return claim;
    }

    /// <summary>The host that the recovery would evacuate; <see langword="null"/> = it evacuates none.</summary>
    private async Task<ComputeHost?> FindEvacuatedAsync(Notification notification, CancellationToken ct)
    {
        var host = notification.Type == NotificationType.ComputeHost ? await hosts.FindAsync(notification.SourceHostUuid, ct) : null;
        return host is { Segment.Enabled: true } && planner.IsEvacuation(notification, host.Segment.RecoveryMethod) ? host : null;
    }
}
