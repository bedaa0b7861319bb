namespace Masakari.Core.Recovery.Flow;

/// <summary>What a recovery task came to. <see cref="Done"/> goes on to the next task; all others end the flow.</summary>
internal sealed record TaskOutcome
{
    private bool saysNothingOfMoves;

    private TaskOutcome(OutcomeKind kind, string? why = null, bool worthRetrying = false) =>
        (Kind, Why, WorthRetrying) = (kind, why, worthRetrying);

    /// <summary>The deed is done.</summary>
    public static TaskOutcome Done { get; } = new(OutcomeKind.Done);

    public OutcomeKind Kind { get; }

    /// <summary>The reason, for the notification's message; null for <see cref="Done"/>.</summary>
    public string? Why { get; }

    /// <summary>Whether a later attempt may succeed.</summary>
    public bool WorthRetrying { get; private init; }

    /// <summary>The attempt and the pause until the next one count for no limit.</summary>
    public bool UsesUpNothing { get; private init; }

    /// <summary>Whether the next flow of the plan, which has other destinations, may succeed.</summary>
    public bool OtherFlowMayHelp { get; private init; }

    /// <summary>No destination of the flow can take instances at present.</summary>
    public bool IsForRoom { get; init; }

    /// <summary>The log has the reason already, and no operator needs to act: no status line repeats it at level Error.</summary>
    public bool IsLogged { get; private init; }

    /// <summary>Nothing more is to be done: the notification ends finished.</summary>
    public static TaskOutcome Skip(string why) => new(OutcomeKind.Skip, why);

    /// <summary>The report is not one to act on: the notification ends ignored.</summary>
    public static TaskOutcome Ignore(string why) => new(OutcomeKind.Ignore, why);

    /// <summary>It went wrong in a way that may pass: the notification ends in error and is retried until its deadline.</summary>
    public static TaskOutcome Fail(string why) => new(OutcomeKind.Fail, why, worthRetrying: true) { OtherFlowMayHelp = true };

    /// <summary>
    /// Nothing can be done before another recovery knows more: the notification ends in error and is tried again, however long that takes.
    /// </summary>
    public static TaskOutcome Postpone(string why) => new(OutcomeKind.Fail, why, worthRetrying: true) { UsesUpNothing = true };

    /// <summary>There is no reserved host: without another flow error, then failed, without another attempt.</summary>
    public static TaskOutcome NoSpare(string why) => new(OutcomeKind.Fail, why) { OtherFlowMayHelp = true, saysNothingOfMoves = true };

    /// <summary>It went wrong for good: error, then failed, without another attempt.</summary>
    public static TaskOutcome GiveUp(string why) => new(OutcomeKind.Fail, why);

    /// <summary>The reported host is alive: as <see cref="GiveUp"/>, and whoever found it out has logged it.</summary>
    public static TaskOutcome FalseAlarm(string why) => new(OutcomeKind.Fail, why) { IsLogged = true };

    /// <summary>The outcome of the recovery so far, when the flow before ended so. A flow without a spare has tried nothing.</summary>
    public TaskOutcome After(TaskOutcome? former) => former is null || !saysNothingOfMoves
        ? this
        : Fail($"{former.Why} {Why}") with { WorthRetrying = former.WorthRetrying };

    /// <summary>Too many hosts fail at once: the notification is new again and held, until the operator or a rule lets it go on.</summary>
    public static TaskOutcome Hold(string why) => new(OutcomeKind.Hold, why);

    /// <summary>The operator wants it ended: failed at once. The order has been logged.</summary>
    public static TaskOutcome Abort(string why) => new(OutcomeKind.Abort, why) { IsLogged = true };
}

/// <summary>The sorts of <see cref="TaskOutcome"/>.</summary>
internal enum OutcomeKind
{
    Done,
    Skip,
    Ignore,
    Fail,
    Abort,
    Hold,
}
