namespace Masakari.Host.Sandbox;

/// <summary>How many server actions have arrived at Nova and are not answered yet.</summary>
internal sealed class ChangesInFlight
{
    private readonly Lock gate = new();
    private int now;

    /// <summary>The highest number so far.</summary>
    public int Most { get; private set; }

    /// <summary>A call arrives; it counts until the result is disposed.</summary>
    public IDisposable? Enter(SimulatedCall call)
    {
        if (call.IsKeystone || call.Action is null) return null;
        lock (gate)
            Most = Math.Max(Most, ++now);
        return new Passage(this);
    }

    private void Leave()
    {
        lock (gate)
            now--;
    }

    private sealed class Passage(ChangesInFlight changes) : IDisposable
    {
        public void Dispose() => changes.Leave();
    }
}
