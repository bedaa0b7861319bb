namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Limits the number of evacuations at the same time. Fixed when the operator set a number; else adaptive: each evacuation that ends well
/// raises the limit by one, so that a clean round doubles it, and trouble halves it.
/// </summary>
internal sealed class EvacuationGate
{
    private const int LeastAtStart = 3;
    private const int MostAtStart = 32;

    private readonly Lock guard = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private readonly int most;
    private readonly bool adaptive;
    private int limit;
    private int inside;

    private EvacuationGate(int limit, int most, bool adaptive) => (this.limit, this.most, this.adaptive) = (limit, most, adaptive);

    /// <summary>How many may be inside at present.</summary>
    public int Limit
    {
        get
        {
            lock (guard) return limit;
        }
    }

    /// <summary>False when no other compute host could take an instance as the gate was opened.</summary>
    public bool HasDestinations { get; private init; } = true;

    public static EvacuationGate Fixed(int limit) => new(limit, limit, adaptive: false);

    /// <summary>
    /// Begins with one evacuation per usable destination (3 to 32) and grows to <paramref name="perDestination"/> each, never over
    /// <paramref name="most"/>.
    /// </summary>
    public static EvacuationGate Adaptive(int usableDestinations, int perDestination, int most)
    {
        var start = Math.Clamp(usableDestinations, LeastAtStart, MostAtStart);
        var top = Math.Min(Math.Max(start, usableDestinations * perDestination), most);
        return new(Math.Min(start, top), top, adaptive: true) { HasDestinations = usableDestinations > 0 };
    }

    /// <summary>Waits for a place. First come, first in.</summary>
    public async Task EnterAsync(CancellationToken ct)
    {
        TaskCompletionSource turn;
        lock (guard)
        {
            if (inside < limit && waiting.Count == 0)
            {
                inside++;
                return;
            }
            waiting.Enqueue(turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        await using var registration = ct.Register(() => turn.TrySetCanceled(ct));
        await turn.Task;
    }

    /// <summary>Gives the place back and says how it went.</summary>
    public void Leave(bool clean)
    {
        lock (guard)
        {
            inside--;
            if (adaptive) limit = clean ? Math.Min(limit + 1, most) : Math.Max(1, limit / 2);
            while (inside < limit && waiting.TryDequeue(out var next))
                if (next.TrySetResult()) inside++;
        }
    }
}
