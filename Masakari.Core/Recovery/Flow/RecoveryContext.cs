using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Flow;

/// <summary>What a recovery is about, and the claim under which everything is written.</summary>
internal sealed record RecoveryContext
{
    public required Notification Notification { get; init; }

    /// <summary>The reported host.</summary>
    public required ComputeHost Host { get; init; }

    /// <summary>The owner's right to act; every write of the recovery goes through it.</summary>
    public required ClaimSet Claim { get; init; }

    /// <summary>Which flow of the recovery is running, and its target.</summary>
    public required FlowPlace Flow { get; init; }

    /// <summary>Where the running task reports what it does.</summary>
    public required ProgressLog Progress { get; init; }

    /// <summary>When the phases of the recovery were reached.</summary>
    public required RecoveryPhases Phases { get; init; }

    /// <summary>What the recovery waits for, as the operator sees it.</summary>
    public required ShownWait Wait { get; init; }

    /// <summary>How the recovery gets over a time in which Nova or Keystone is away.</summary>
    public required Outage Outage { get; init; }

    /// <summary>The same flow, which tries the way of the flow before too; the same when it is the only flow.</summary>
    public RecoveryContext OnBothWays() => Flow.Number == 1 ? this : this with { Flow = Flow with { TriesBothWays = true } };

    /// <summary>The same flow with a host that its instances are to go to.</summary>
    public RecoveryContext AimedAt(string host)
    {
        var aimed = Flow with { Target = host };
        return this with { Flow = aimed, Progress = Progress.Of(aimed) };
    }
}
