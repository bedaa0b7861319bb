namespace Masakari.Core.Recovery.HostFailure;

/// <summary>A place among the evacuations that are under way at a time; given back once, when Nova has done its part.</summary>
/// <param name="gate">The recovery's gate.</param>
/// <param name="overall">The common limit, or null when the operator set a number of threads.</param>
internal sealed class EvacuationSlot(EvacuationGate gate, SemaphoreSlim? overall)
{
    private int left;

    /// <summary>Lets the next one in. Later calls do nothing.</summary>
    /// <param name="clean">Whether the evacuation went well.</param>
    public void Leave(bool clean)
    {
        if (Interlocked.Exchange(ref left, 1) == 1) return;
        overall?.Release();
        gate.Leave(clean);
    }
}
