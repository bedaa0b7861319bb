using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Core.Events;

/// <summary>Adds this room to the host.</summary>
public static class EventsRegistration
{
    /// <summary>The voice, and the sinks that the operator wants.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services, EventOptions options)
    {
        if (options.ToLog)
            services.AddSingleton<IEventSink, LogEventSink>();
        return services.AddSingleton(options).AddSingleton<EventVoice>();
    }
}
