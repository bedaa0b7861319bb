using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Flow;

/// <summary>Makes the context of an attempt.</summary>
internal sealed class RecoveryContexts(
    NotificationStatusWriter statuses, RetrySchedule schedule, Database database, TimeProvider clock, ILogger<RecoveryContexts> logger)
{
    /// <summary>The context of one flow of an attempt.</summary>
    public RecoveryContext Begin(ClaimSet claim, Notification notification, ComputeHost host, FlowPlace flow)
    {
        var progress = new ProgressLog(claim, flow, clock, logger);
        var wait = new ShownWait(claim, host.Name, notification.Message, progress, statuses, clock, logger);
        return new RecoveryContext
        {
            Notification = notification,
            Host = host,
            Claim = claim,
            Flow = flow,
            Progress = progress,
            Phases = new RecoveryPhases(claim, database, clock, logger),
            Wait = wait,
            Outage = new Outage(claim, wait, schedule, clock),
        };
    }
}
