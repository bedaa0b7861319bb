using Microsoft.Extensions.Logging;

namespace Masakari.Core.Events;

internal static partial class EventsLog
{
    // Without ":l" Serilog writes the envelope in quotes.
    [LoggerMessage(EventId = 2000, Message = "{Envelope:l}")]
    public static partial void EventSent(this ILogger logger, LogLevel level, string envelope);

    [LoggerMessage(2100, LogLevel.Warning, "The event {EventType} could not be sent")]
    public static partial void EventNotSent(this ILogger logger, Exception problem, string eventType);
}
