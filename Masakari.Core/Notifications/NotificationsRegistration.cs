using Masakari.Core.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Core.Notifications;

/// <summary>Adds this room to the host.</summary>
public static class NotificationsRegistration
{
    /// <summary>Accepting and reading notifications, and the bell of the workers.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, Conf conf) => services
        .AddSingleton(IntakeOptions.Read(conf))
        .AddSingleton<NotificationQueue>()
        .AddSingleton<NotificationRepository>()
        .AddSingleton<NotificationIntake>()
        .AddSingleton<ProgressRepository>();
}
