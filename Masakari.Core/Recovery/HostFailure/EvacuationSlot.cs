namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// A place among the evacuations that are under way at a time, and the news of its evacuation for the gate. Given back once, when Nova has
/// done its part.
/// </summary>
/// <param name="gate">The recovery's gate.</param>
/// <param name="overall">The common limit, or null when the operator set a number of threads.</param>
/// <param name="clock">Measures how long Nova takes.</param>
internal sealed class EvacuationSlot(EvacuationGate gate, SemaphoreSlim? overall, TimeProvider clock)
{
    private long? acceptedAt;
    private int begun;
    private int left;

    /// <summary>Nova has accepted the evacuation.</summary>
    public void Accept()
    {
        if (acceptedAt is not null) return;
        acceptedAt = clock.GetTimestamp();
        gate.Tell(pace => pace.Accept());
    }

    /// <summary>Nova shows that the destination has begun. Later calls do nothing.</summary>
    public void Begin()
    {
        if (acceptedAt is not { } at || Interlocked.Exchange(ref begun, 1) == 1) return;
        gate.Tell(pace => pace.Begin(clock.GetElapsedTime(at)));
    }

    /// <summary>Nova was too busy, failed or did not answer, or the build failed.</summary>
    public void Trouble() => gate.Tell(pace => pace.Halve(clock.GetElapsedTime(0)));

    /// <summary>Lets the next one in. Later calls do nothing.</summary>
    public void Leave()
    {
        if (Interlocked.Exchange(ref left, 1) == 1) return;
        if (acceptedAt is { } at) gate.Tell(pace => pace.End(begun == 1, clock.GetElapsedTime(at)));
        overall?.Release();
        gate.Leave();
    }
}
