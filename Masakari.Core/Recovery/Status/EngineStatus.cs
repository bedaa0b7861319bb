using Masakari.Core.Recovery.Operator;

namespace Masakari.Core.Recovery.Status;

/// <summary>What all engines on one database do at present.</summary>
public sealed record EngineStatus
{
    /// <summary>The present time, by the database's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who paused the engines, why and until when, as one text; <see langword="null"/> = they may act.</summary>
    public string? Pause { get; init; }

    /// <summary>The engines that run, and those that ran a short time ago or still own a recovery.</summary>
    public required IReadOnlyList<ControllerState> Controllers { get; init; }

    /// <summary>The notifications that are not over and not held, oldest first.</summary>
    public required IReadOnlyList<RecoveryState> Recoveries { get; init; }

    /// <summary>The notifications that only an operator, or the end of a mass failure, lets go on.</summary>
    public required IReadOnlyList<HeldNotification> Held { get; init; }

    /// <summary>Instances that Masakari has locked and not unlocked yet, although their recovery is over.</summary>
    public required IReadOnlyList<Guid> ForgottenLocks { get; init; }

    /// <summary>Why a failed host would not be recovered now; <see langword="null"/> = it would.</summary>
    public string? WhyOff =>
        !Controllers.Any(controller => controller.IsAlive) ? "no controller with a recovery engine is alive"
        : Pause is { } pause ? $"paused {pause}"
        : null;
}
