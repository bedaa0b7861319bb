using System.Collections.Concurrent;

namespace Masakari.Core.Recovery.Liveness;

/// <summary>
/// The work that must show life at present: the sweep while there are workers, and every recovery under way. A recovery may take hours
/// and all workers may be busy. No work may stand still for longer than the longest wait within it.
/// </summary>
public sealed class Pulses(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Pulse, byte> beating = new();

    /// <summary>Expects beats from now on until the pulse is disposed of.</summary>
    /// <param name="subject">Whose they are, for the log.</param>
    /// <param name="limit">The longest honest silence between two; infinite = it is not watched.</param>
    internal Pulse Start(string subject, TimeSpan limit)
    {
        var pulse = new Pulse(this, subject, limit, clock);
        beating.TryAdd(pulse, 0);
        return pulse;
    }

    /// <summary>One piece of work that is stuck: its name for the log, and the time since its last sign of life.</summary>
    /// <returns><see langword="null"/> when no work is stuck.</returns>
    public (string Subject, TimeSpan Silence)? FindStuck() =>
        beating.Keys.FirstOrDefault(pulse => pulse.IsStuck) is { } stuck ? (stuck.Subject, stuck.Silence) : null;

    internal void Forget(Pulse pulse) => beating.TryRemove(pulse, out _);
}
