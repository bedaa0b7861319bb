namespace Masakari.Core.Recovery.Liveness;

/// <summary>The sign of life of one piece of work that goes on: it beats whenever it got ahead, until it is disposed of.</summary>
internal sealed class Pulse : IDisposable
{
    private readonly Pulses pulses;
    private readonly TimeProvider clock;
    private readonly TimeSpan limit;
    private long lastBeat;

    internal Pulse(Pulses pulses, string subject, TimeSpan limit, TimeProvider clock)
    {
        (this.pulses, Subject, this.limit, this.clock) = (pulses, subject, limit, clock);
        Beat();
    }

    /// <summary>Whose sign of life it is, such as <c>the sweep</c>.</summary>
    public string Subject { get; }

    /// <summary>How long there has been no beat.</summary>
    public TimeSpan Silence => clock.GetElapsedTime(Interlocked.Read(ref lastBeat));

    /// <summary>Whether it has been silent for longer than honest work can be.</summary>
    public bool IsStuck => limit != Timeout.InfiniteTimeSpan && Silence > limit;

    /// <summary>The work got ahead.</summary>
    public void Beat() => Interlocked.Exchange(ref lastBeat, clock.GetTimestamp());

    /// <summary>The work is over; nobody expects a beat any more.</summary>
    public void Dispose() => pulses.Forget(this);
}
