using Microsoft.Extensions.Logging;

namespace Masakari.Core.Events;

/// <summary>Writes each event to the log as one line of JSON, under its own logger name.</summary>
internal sealed class LogEventSink(ILoggerFactory loggers) : IEventSink
{
    public void Send(ServiceEvent told)
    {
        var logger = loggers.CreateLogger($"oslo.messaging.notification.{told.EventType}");
        var level = told.IsError ? LogLevel.Error : LogLevel.Information;
        if (logger.IsEnabled(level))
            logger.Told(level, told.ToJson());
    }
}
