using System.Collections.Concurrent;

namespace Masakari.Core.Recovery.Liveness;

/// <summary>
/// What must show life at present: the sweep while there are workers, and every recovery under way. A recovery may take hours and all
/// workers may be busy; what none may do is stand still for longer than the longest wait within it.
/// </summary>
internal sealed class Pulses(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Pulse, byte> beating = new();

    /// <summary>Expects beats from now on until the pulse is disposed of.</summary>
    /// <param name="subject">Whose they are, for the log.</param>
    /// <param name="limit">The longest honest silence between two; infinite = it is not watched.</param>
    public Pulse Start(string subject, TimeSpan limit)
    {
        var pulse = new Pulse(this, subject, limit, clock);
        beating.TryAdd(pulse, 0);
        return pulse;
    }

    /// <summary>What has been silent for too long; <see langword="null"/> when all is well.</summary>
    public Pulse? FindStuck() => beating.Keys.FirstOrDefault(pulse => pulse.IsStuck);

    internal void Forget(Pulse pulse) => beating.TryRemove(pulse, out _);
}
