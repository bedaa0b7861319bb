namespace Masakari.Core.Recovery.Flow;

/// <summary>What is to be done about a notification: flows, or nothing.</summary>
internal sealed record RecoveryPlan
{
    private RecoveryPlan()
    {
    }

    /// <summary>How the notification ends without any task; <see langword="null"/> = there are flows.</summary>
    public TaskOutcome? EndsAtOnce { get; private init; }

    /// <summary>
    /// Alternatives in their order: the next one is tried when the one before failed in a way that another target may heal.
    /// </summary>
    public IReadOnlyList<RecoveryFlow> Alternatives { get; private init; } = [];

    public static RecoveryPlan Ends(TaskOutcome outcome) => new() { EndsAtOnce = outcome };

    public static RecoveryPlan Of(params RecoveryFlow[] alternatives) => new() { Alternatives = alternatives };
}
