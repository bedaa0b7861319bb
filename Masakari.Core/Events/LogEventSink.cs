using Microsoft.Extensions.Logging;

namespace Masakari.Core.Events;

/// <summary>Writes each event to the log as one line of JSON, under its own logger name.</summary>
internal sealed class LogEventSink(ILoggerFactory loggers) : IEventSink
{
    public void Send(ServiceEvent published)
    {
        var logger = loggers.CreateLogger($"oslo.messaging.notification.{published.EventType}");
        var level = published.IsError ? LogLevel.Error : LogLevel.Information;
        if (logger.IsEnabled(level))
            logger.EventSent(level, published.ToJson());
    }
}
