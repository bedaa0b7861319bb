using Microsoft.Extensions.Logging;

namespace Masakari.Core.Events;

/// <summary>Tells the sinks what this service does. Without sinks nothing is built; a sink that throws is a warning and no more.</summary>
public sealed class EventVoice(IEnumerable<IEventSink> sinks, EventOptions options, TimeProvider clock, ILogger<EventVoice> logger)
{
    private readonly IEventSink[] sinks = [.. sinks];

    /// <summary>Tells one phase of a deed.</summary>
    /// <param name="source">The program it is told under.</param>
    /// <param name="deed">Thing and deed, such as <c>segment.create</c>.</param>
    /// <param name="phase">Where it stands.</param>
    /// <param name="subject">The thing; only built when somebody listens.</param>
    /// <param name="fault">What went wrong, in the phase <see cref="EventPhase.Error"/>.</param>
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

    /// <summary>Does something and tells how it goes on: its start when the deed itself says so, then its end or its error; without a start, nothing.</summary>
    /// <param name="deed">Thing and deed, such as <c>segment.create</c>.</param>
    /// <param name="clash">The original's name for the refusal that may come after the start.</param>
    /// <param name="show">The thing as it is afterwards.</param>
    /// <param name="run">The deed.</param>
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
        catch (Exception problem)   // whatever it is, the deed goes on
        {
            logger.NotTold(problem, eventType);
        }
    }
}
