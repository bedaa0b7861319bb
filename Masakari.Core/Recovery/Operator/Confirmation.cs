namespace Masakari.Core.Recovery.Operator;

/// <summary>An operator's word that a host is dead.</summary>
/// <param name="By">Who gave it.</param>
/// <param name="At">When, as the database has it.</param>
/// <param name="Age">How long ago, by the database's clock, which may be ahead of Nova's or behind it.</param>
internal sealed record Confirmation(string By, DateTimeOffset At, TimeSpan Age)
{
    /// <summary>Nova shows whole seconds, and its answer is a moment older than the age.</summary>
    private static readonly TimeSpan Blur = TimeSpan.FromSeconds(2);

    /// <summary>Whether it is younger than the last heartbeat. One from the future does not count: the database's clock was set back.</summary>
    /// <param name="silence">Since that heartbeat, by Nova's clock; <see langword="null"/> = no heartbeat is known.</param>
    public bool HoldsAfter(TimeSpan? silence) => Age > -Blur && (silence is null || Age < silence + Blur);
}
