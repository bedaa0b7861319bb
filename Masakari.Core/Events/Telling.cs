namespace Masakari.Core.Events;

/// <summary>Remembers which events of one operation were sent. Each run of an operation has its own instance.</summary>
public sealed class Telling
{
    private readonly EventVoice voice;
    private readonly string deed;
    private Func<EventObject>? subject;

    internal Telling(EventVoice voice, string deed) => (this.voice, this.deed) = (voice, deed);

    /// <summary>Sends the start event; only the first call sends, because a transaction may run again.</summary>
    /// <param name="about">Builds the payload, as far as it is known.</param>
    public void Start(Func<EventObject> about)
    {
        var first = subject is null;
        subject = about;
        if (first)
            voice.Tell(EventSource.Api, deed, EventPhase.Start, about);
    }

    internal void End(Func<EventObject> after)
    {
        if (subject is not null)
            voice.Tell(EventSource.Api, deed, EventPhase.End, after);
    }

    internal void Error(EventFault fault)
    {
        if (subject is not null)
            voice.Tell(EventSource.Api, deed, EventPhase.Error, subject, fault);
    }
}
