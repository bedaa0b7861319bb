using Microsoft.Extensions.Logging;

namespace Masakari.Core.Events;

/// <summary>
/// Sends events to the sinks. Without sinks no event is built. An exception of a sink is logged as a warning and changes nothing else.
/// </summary>
public sealed class EventVoice(IEnumerable<IEventSink> sinks, EventOptions options, TimeProvider clock, ILogger<EventVoice> logger)
{
    private readonly IEventSink[] sinks = [.. sinks];

    /// <summary>Sends the event of one phase of an operation.</summary>
    /// <param name="source">The program of the original that would emit the event.</param>
    /// <param name="deed">Object and operation, such as <c>segment.create</c>.</param>
    /// <param name="phase">The operation's phase.</param>
    /// <param name="subject">Builds the payload; called only when there is a sink.</param>
    /// <param name="fault">The failure, in the phase <see cref="EventPhase.Error"/>.</param>
    public void Tell(EventSource source, string deed, EventPhase phase, Func<EventObject> subject, EventFault? fault = null)
    {
        if (sinks.Length == 0)
            return;
        var type = $"{deed}.{phase switch { EventPhase.Start => "start", EventPhase.End => "end", _ => "error" }}";
        Harmlessly(type, () =>
        {
            var told = new ServiceEvent
            {
                MessageId = Guid.NewGuid(),
                PublisherId = $"{(source == EventSource.Engine ? "masakari-engine" : "masakari-api")}:{options.Host}",
                EventType = type,
                IsError = phase == EventPhase.Error,
                Payload = subject().ToPayload(fault),
                Timestamp = clock.GetUtcNow(),
            };
            foreach (var sink in sinks)
                Harmlessly(type, () => sink.Send(told));
        });
    }

    /// <summary>
    /// Runs an operation and sends its end or error event. The operation itself sends the start event; without a start event no other
    /// event is sent.
    /// </summary>
    /// <param name="deed">Object and operation, such as <c>segment.create</c>.</param>
    /// <param name="clash">The original's exception name for a refusal after the start.</param>
    /// <param name="show">Builds the payload of the end event.</param>
    /// <param name="run">The operation.</param>
    public async Task<Result<T>> AroundAsync<T>(string deed, string clash, Func<T, EventObject> show, Func<Telling, Task<Result<T>>> run)
    {
        var telling = new Telling(this, deed);
        try
        {
            var result = await run(telling);
            if (result.Ok)
                telling.End(() => show(result.Value));
            else
                telling.Error(new EventFault("Masakari.Core", deed, clash, result.Refusal.Message));
            return result;
        }
        catch (Exception problem)
        {
            telling.Error(EventFault.Of(problem));
            throw;
        }
    }

    private void Harmlessly(string eventType, Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception problem)   // no failure of a sink may stop the operation
        {
            logger.NotTold(problem, eventType);
        }
    }
}
