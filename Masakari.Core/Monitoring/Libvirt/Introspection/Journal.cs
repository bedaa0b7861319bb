namespace Masakari.Core.Monitoring.Libvirt.Introspection;

/// <summary>What is known about the agent of one guest.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Misses">Pings without an answer, one after the other.</param>
internal readonly record struct Journal(JournalState State, int Misses)
{
    /// <summary>Of a guest that has just started, or was never heard of.</summary>
    public static readonly Journal New = new(JournalState.Discovery, 0);

    /// <summary>What follows from a ping.</summary>
    /// <param name="answered">Whether the agent answered.</param>
    /// <param name="threshold">
    /// A guest is reported at the first miss after this many more than one: with 3, the fifth ping without an answer is reported, as the
    /// Python original counts.
    /// </param>
    public Journal Next(bool answered, int threshold) => (State, answered) switch
    {
        // A guest that was reported must answer twice, as a new one, before it can be reported again.
        (JournalState.Reported, true) => New,
        (_, true) => new(JournalState.Healthy, 0),
        // It has never answered: nobody knows whether an agent is installed.
        (JournalState.Discovery, false) => this,
        (JournalState.Healthy, false) => new(JournalState.Error, 1),
        (JournalState.Error, false) when Misses > threshold => new(JournalState.Reported, Misses + 1),
        (JournalState.Error, false) => new(JournalState.Error, Misses + 1),
        _ => this with { Misses = Misses + 1 },
    };
}

/// <summary>The states of a <see cref="Journal"/>.</summary>
internal enum JournalState
{
    /// <summary>The agent has not answered in this run of the guest.</summary>
    Discovery,

    /// <summary>It answered the last ping.</summary>
    Healthy,

    /// <summary>It answered earlier, and no longer does.</summary>
    Error,

    /// <summary>The guest is reported, and its agent still does not answer.</summary>
    Reported,
}
