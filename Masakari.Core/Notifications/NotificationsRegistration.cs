using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Core.Notifications;

/// <summary>Adds this room to the host.</summary>
public static class NotificationsRegistration
{
    /// <summary>Accepting and reading notifications, and the bell of the workers.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IntakeOptions options, LogbookOptions logbooks) => services
        .AddSingleton(options).AddSingleton(options.GuestEvents)
        .AddSingleton(logbooks)
        .AddSingleton<NotificationQueue>()
        .AddSingleton<NotificationRepository>()
        .AddSingleton<NotificationIntake>()
        .AddSingleton<LogbookRepository>()
        .AddSingleton<ProgressRepository>();
}
