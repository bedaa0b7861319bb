using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>What watching a reported host came to.</summary>
internal sealed record WatchEnd
{
    private WatchEnd()
    {
    }

    /// <summary>Heartbeats go on.</summary>
    public static WatchEnd Alive { get; } = new() { IsAlive = true };

    /// <summary>Nova neither calls the host down nor receives heartbeats from it.</summary>
    public static WatchEnd Unknown { get; } = new();

    /// <summary>Nova knows no service of that host.</summary>
    public static WatchEnd NoService { get; } = new() { HasNoService = true };

    public bool IsAlive { get; private init; }

    public bool HasNoService { get; private init; }

    /// <summary>Why the host may be evacuated; <see langword="null"/> = it may not.</summary>
    public DeathEvidence? Evidence { get; private init; }

    /// <summary>An earlier attempt or life has found that.</summary>
    public bool IsStored { get; private init; }

    /// <summary>How the attempt ends without a verdict: by the operator's order, or by a hold.</summary>
    public TaskOutcome? Outcome { get; private init; }

    public static WatchEnd Dead(DeathEvidence evidence, bool isStored) => new() { Evidence = evidence, IsStored = isStored };

    public static WatchEnd Of(TaskOutcome outcome) => new() { Outcome = outcome };
}
