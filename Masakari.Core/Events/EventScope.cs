namespace Masakari.Core.Events;

/// <summary>
/// The events of one run of an operation: one start event, and after the start event one end event or one error event. Each run has its own instance.
/// </summary>
public sealed class EventScope
{
    private readonly EventPublisher publisher;
    private readonly string operation;
    private Func<EventObject>? started;

    internal EventScope(EventPublisher publisher, string operation) => (this.publisher, this.operation) = (publisher, operation);

    /// <summary>Publishes the start event. Only the first call publishes, because a transaction may run again.</summary>
    /// <param name="subject">Builds the payload of the start event. The error event has the payload of the last call.</param>
    public void PublishStart(Func<EventObject> subject)
    {
        var first = started is null;
        started = subject;
        if (first)
            publisher.Publish(EventSource.Api, operation, EventPhase.Start, subject);
    }

    /// <summary>Publishes the end event, if a start event was published.</summary>
    internal void PublishEnd(Func<EventObject> subject)
    {
        if (started is not null)
            publisher.Publish(EventSource.Api, operation, EventPhase.End, subject);
    }

    /// <summary>Publishes the error event, if a start event was published.</summary>
    internal void PublishError(EventFault fault)
    {
        if (started is not null)
            publisher.Publish(EventSource.Api, operation, EventPhase.Error, started, fault);
    }
}
