using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Core.Events;

/// <summary>Adds this room to the host.</summary>
public static class EventsRegistration
{
    /// <summary>Registers <see cref="EventPublisher"/> and the configured sinks.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services, EventOptions options)
    {
        if (options.ToLog)
            services.AddSingleton<IEventSink, LogEventSink>();
        return services.AddSingleton(options).AddSingleton<EventPublisher>();
    }
}
