using Microsoft.Extensions.Logging;

namespace Masakari.Core.Events;

/// <summary>
/// Publishes events to the sinks. Without sinks no event is built. An exception of a sink is logged as a warning and changes nothing else.
/// </summary>
public sealed class EventPublisher(IEnumerable<IEventSink> sinks, EventOptions options, TimeProvider clock, ILogger<EventPublisher> logger)
{
    private readonly IEventSink[] sinks = [.. sinks];

    /// <summary>Publishes the event of one phase of an operation.</summary>
    /// <param name="source">The program of the original that would emit the event.</param>
    /// <param name="operation">Object and operation, such as <c>segment.create</c>.</param>
    /// <param name="phase">The operation's phase.</param>
    /// <param name="subject">Builds the payload; called only when there is a sink.</param>
    /// <param name="fault">The failure, in the phase <see cref="EventPhase.Error"/>.</param>
    public void Publish(EventSource source, string operation, EventPhase phase, Func<EventObject> subject, EventFault? fault = null)
    {
        if (sinks.Length == 0)
            return;
        var type = $"{operation}.{phase switch { EventPhase.Start => "start", EventPhase.End => "end", _ => "error" }}";
        WithoutThrowing(type, () =>
        {
            var published = new ServiceEvent
            {
                MessageId = Guid.NewGuid(),
                PublisherId = $"{(source == EventSource.Engine ? "masakari-engine" : "masakari-api")}:{options.Host}",
                EventType = type,
                IsError = phase == EventPhase.Error,
                Payload = subject().ToPayload(fault),
                Timestamp = clock.GetUtcNow(),
            };
            foreach (var sink in sinks)
                WithoutThrowing(type, () => sink.Send(published));
        });
    }

    /// <summary>
    /// Runs an operation and publishes its end or error event. The operation itself publishes the start event. Without a start event
    /// no other event is published.
    /// </summary>
    /// <param name="operation">Object and operation, such as <c>segment.create</c>.</param>
    /// <param name="refusal">The original's exception name for a refusal after the start.</param>
    /// <param name="show">Builds the payload of the end event.</param>
    /// <param name="run">The operation.</param>
    public async Task<Result<T>> AroundAsync<T>(
        string operation, string refusal, Func<T, EventObject> show, Func<EventScope, Task<Result<T>>> run)
    {
        var scope = new EventScope(this, operation);
        try
        {
            var result = await run(scope);
            if (result.Ok)
                scope.PublishEnd(() => show(result.Value));
            else
                scope.PublishError(new EventFault("Masakari.Core", operation, refusal, result.Refusal.Message));
            return result;
        }
        catch (Exception problem)
        {
            scope.PublishError(EventFault.Of(problem));
            throw;
        }
    }

    private void WithoutThrowing(string eventType, Action publish)
    {
        try
        {
            publish();
        }
        catch (Exception problem)   // no failure of a sink may stop the operation
        {
            logger.EventNotSent(problem, eventType);
        }
    }
}
