namespace Masakari.Core.Events;

/// <summary>How far a deed has been told. Belongs to one run of it.</summary>
public sealed class Telling
{
    private readonly EventVoice voice;
    private readonly string deed;
    private Func<EventObject>? subject;

    internal Telling(EventVoice voice, string deed) => (this.voice, this.deed) = (voice, deed);

    /// <summary>Tells that the deed begins; only the first time, as a transaction may run again.</summary>
    /// <param name="about">The thing as it will be, as far as it is known.</param>
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
