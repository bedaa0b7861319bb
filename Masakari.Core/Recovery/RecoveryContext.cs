using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Workflows;

namespace Masakari.Core.Recovery;

/// <summary>What a recovery is about, and the claim under which everything is written.</summary>
internal sealed record RecoveryContext
{
    public required Notification Notification { get; init; }

    /// <summary>The failed host.</summary>
    public required ComputeHost Host { get; init; }

    /// <summary>Owner's right to act; every write of the recovery goes through it.</summary>
    public required Claim Claim { get; init; }

    /// <summary>Where the running task reports what it does.</summary>
    public required ProgressLog Progress { get; init; }
}
