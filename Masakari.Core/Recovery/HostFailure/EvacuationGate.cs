namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Limits the number of evacuations of a recovery at the same time: fixed when the operator set a number, else as
/// <see cref="EvacuationPace"/> decides.
/// </summary>
internal sealed class EvacuationGate
{
    private const int LeastAtStart = 3;
    private const int MostAtStart = 64;

    private readonly Lock guard = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private readonly int? fixedLimit;
    private readonly EvacuationPace? pace;
    private int inside;

    private EvacuationGate(int? fixedLimit, EvacuationPace? pace) => (this.fixedLimit, this.pace) = (fixedLimit, pace);

    /// <summary>How many may be inside at present.</summary>
    public int Limit
    {
        get
        {
            lock (guard) return MayBeInside;
        }
    }

    /// <summary>False when no other compute host could take an instance as the gate was opened.</summary>
    public bool HasDestinations { get; private init; } = true;

    private int MayBeInside => fixedLimit ?? pace!.Limit;

    public static EvacuationGate Fixed(int limit) => new(limit, null);

    /// <summary>
    /// Begins with one evacuation per usable destination (3 to 64) and grows to <paramref name="perDestination"/> each, never over
    /// either limit.
    /// </summary>
    public static EvacuationGate Adaptive(int usableDestinations, int perDestination, int most, TimeSpan pollGap)
    {
        var top = Math.Min(Math.Max(1, usableDestinations) * perDestination, most);
        var start = Math.Min(Math.Clamp(usableDestinations, LeastAtStart, MostAtStart), top);
        return new(null, new EvacuationPace(start, top, pollGap)) { HasDestinations = usableDestinations > 0 };
    }

    /// <summary>Waits for a place. First come, first in.</summary>
    public async Task EnterAsync(CancellationToken ct)
    {
        TaskCompletionSource turn;
        lock (guard)
        {
            if (inside < MayBeInside && waiting.Count == 0)
            {
                inside++;
                return;
            }
            waiting.Enqueue(turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        await using var registration = ct.Register(() => turn.TrySetCanceled(ct));
        await turn.Task;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave()
    {
        lock (guard)
        {
            inside--;
            Admit();
        }
    }

    /// <summary>Tells an adaptive limit how an evacuation goes.</summary>
    public void Tell(Action<EvacuationPace> news)
    {
        if (pace is null) return;
        lock (guard)
        {
            news(pace);
            Admit();
        }
    }

    private void Admit()
    {
        while (inside < MayBeInside && waiting.TryDequeue(out var next))
            if (next.TrySetResult()) inside++;
    }
}
