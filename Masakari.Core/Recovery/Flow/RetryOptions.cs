using Masakari.Core.Configuration;

namespace Masakari.Core.Recovery.Flow;

/// <summary>How often and how long a failed recovery is tried again.</summary>
internal sealed record RetryOptions
{
    /// <summary>How often a failed recovery is tried again.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Pause before the first retry; doubles each time.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// No retry begins later than this after the last progress: the report was accepted, evidence was gained, or an instance landed.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>
    /// The time for a recovery, from the evidence on; without evidence, from the acceptance on. The time does not run while Nova, Keystone
    /// or the database is away.
    /// </summary>
    public TimeSpan GiveUp { get; init; } = TimeSpan.FromSeconds(3600);

    internal static RetryOptions Read(Conf conf)
    {
        var section = conf.Section("recovery");
        return new()
        {
            Attempts = section.Int("retry_attempts", 5, "The number of retries of a failed recovery.", min: 0),
            First = section.Seconds(
                "retry_first_seconds", 15, "The pause before the first retry. The pause doubles with each retry.", min: 1),
            Deadline = section.Seconds(
                "retry_deadline_seconds", 900,
                "No retry begins later than this time after the last progress: the notification was accepted, the host was found to be "
                + "dead, or an instance landed.", min: 0),
            GiveUp = section.Seconds(
                "give_up_seconds", 3600,
                "The longest time for the recovery of a host, from the evidence that the host is dead. The time does not run while Nova, "
                + "Keystone or the database is away.", min: 0),
        };
    }
}
