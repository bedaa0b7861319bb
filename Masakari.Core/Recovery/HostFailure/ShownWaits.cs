using Masakari.Core.Recovery.Flow;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>Shows what recoveries wait for.</summary>
internal sealed class ShownWaits(NotificationStatusWriter statuses, TimeProvider clock, ILogger<ShownWaits> logger)
{
    /// <summary>The wait of one recovery.</summary>
    public ShownWait Of(RecoveryContext context) => new(context, statuses, clock, logger);
}
