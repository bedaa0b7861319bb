using Microsoft.Extensions.Logging;

namespace Masakari.Core.Events;

internal static partial class EventsLog
{
    [LoggerMessage(EventId = 2000, Message = "{Event}")]
    public static partial void Told(this ILogger logger, LogLevel level, string @event);

    [LoggerMessage(2100, LogLevel.Warning, "The event {EventType} could not be told")]
    public static partial void NotTold(this ILogger logger, Exception problem, string eventType);
}
