namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Limits the number of evacuations of a recovery at the same time: fixed when the operator set a number, else as
/// <see cref="EvacuationPace"/> decides, and at most the recovery's share of what the destinations may take.
/// </summary>
internal sealed class EvacuationGate
{
    /// <summary>While one instance is built, the destination already has the next: polls show the end of a build late.</summary>
    private const int AtStartForEach = 2;

    private const int LeastAtStart = 3;
    private const int MostAtStart = 64;

    private readonly Lock guard = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private readonly int? fixedLimit;
    private readonly EvacuationPace? pace;
    private readonly int moves;
    private TaskCompletionSource wantsMore = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int share = int.MaxValue;
    private int asked;
    private Exception? failure;
    private int inside;
    private int ended;

    private EvacuationGate(int? fixedLimit, EvacuationPace? pace, int moves) =>
        (this.fixedLimit, this.pace, this.moves) = (fixedLimit, pace, moves);

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

    /// <summary>What the destinations may take from all recoveries together; <see langword="null"/> = the operator set a number.</summary>
    public int? Most { get; private init; }

    private int MayBeInside => fixedLimit ?? Math.Min(pace!.Limit, share);

    private int Wanted => Math.Min(pace!.Limit, moves - ended);

    public static EvacuationGate Fixed(int limit) => new(limit, null, int.MaxValue);

    /// <summary>
    /// Begins with two evacuations per usable destination (3 to 64) and grows to <paramref name="perDestination"/> each, never over
    /// either limit.
    /// </summary>
    public static EvacuationGate Adaptive(
        int usableDestinations, int perDestination, int most, TimeSpan pollGap, int moves = int.MaxValue)
    {
        var top = Math.Min(Math.Max(1, usableDestinations) * perDestination, most);
        var start = Math.Min(Math.Clamp(usableDestinations * AtStartForEach, LeastAtStart, MostAtStart), top);
        return new(null, new EvacuationPace(start, top, pollGap), moves)
        {
            HasDestinations = usableDestinations > 0,
            Most = Math.Max(1, usableDestinations) * perDestination,
        };
    }

    /// <summary>Waits for a place. First come, first in.</summary>
    public async Task EnterAsync(CancellationToken ct)
    {
        TaskCompletionSource turn;
        lock (guard)
        {
            if (failure is not null) throw failure;
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
            ended++;
            Admit();
        }
    }

    /// <summary>Admits nobody until the share is set.</summary>
    /// <returns>How many are inside, and how many the pace would admit of the moves that are not over.</returns>
    public (int Inside, int Wanted) Halt()
    {
        lock (guard)
        {
            share = inside;
            wantsMore = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (inside, asked = Wanted);
        }
    }

    /// <summary>Sets the number that may be inside by the recovery's share; more may be inside already.</summary>
    public void Share(int limit)
    {
        lock (guard)
        {
            share = limit;
            Admit();
        }
    }

    /// <summary>Admits nobody any more: who waits for a place, or comes later, fails.</summary>
    public void Fail(Exception reason)
    {
        lock (guard)
        {
            failure = reason;
            while (waiting.TryDequeue(out var next)) next.TrySetException(reason);
        }
    }

    /// <summary>Ends when the pace would admit more than at the last <see cref="Halt"/>.</summary>
    public Task WantsMoreAsync()
    {
        lock (guard) return wantsMore.Task;
    }

    /// <summary>Tells an adaptive limit how an evacuation goes.</summary>
    public void Tell(Action<EvacuationPace> news)
    {
        if (pace is null) return;
        lock (guard)
        {
            news(pace);
            if (Wanted > asked) wantsMore.TrySetResult();
            Admit();
        }
    }

    private void Admit()
    {
        while (inside < MayBeInside && waiting.TryDequeue(out var next))
            if (next.TrySetResult()) inside++;
    }
}
