using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Core.Segments;
using Masakari.Core.VMoves;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Masakari.Tests.Api;

/// <summary>The rooms below the API without a database: a request that gets as far as them breaks.</summary>
internal static class Unready
{
    public static void AddTo(IServiceCollection services) => services
        .AddSingleton(new Database())
        .AddSingleton(Mock.Of<INova>())
        .AddSingleton<SegmentRepository>().AddSingleton<SegmentRegistry>()
        .AddSingleton<HostRepository>().AddSingleton<HostRegistry>()
        .AddSingleton<NotificationRepository>().AddSingleton<NotificationQueue>().AddSingleton<NotificationIntake>().AddSingleton<ProgressRepository>()
        .AddSingleton<VMoveRepository>();
}
