using Masakari.Core.Configuration;
using Masakari.Host.Api.Edge;
using Masakari.Host.Api.Extensions;
using Masakari.Host.Api.Hosts;
using Masakari.Host.Api.Notifications;
using Masakari.Host.Api.OpenApi;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Segments;
using Masakari.Host.Api.Versions;
using Masakari.Host.Api.VMoves;

namespace Masakari.Host.Api;

internal static class ApiRegistration
{
    public static IServiceCollection AddApi(this IServiceCollection services, Conf conf) => services
        .AddSingleton(ApiOptions.Read(conf))
        .AddSingleton(ProxyOptions.Read(conf)).AddSingleton(CorsOptions.Read(conf)).AddSingleton(HealthOptions.Read(conf))
        .AddSingleton<IApiEndpoints, SegmentEndpoints>()
        .AddSingleton<IApiEndpoints, HostEndpoints>()
        .AddSingleton<IApiEndpoints, NotificationEndpoints>()
        .AddSingleton<IApiEndpoints, VMoveEndpoints>()
        .AddSingleton<IApiEndpoints, ExtensionEndpoints>()
        .AddSingleton<IApiEndpoints, VersionEndpoints>()
        .AddSingleton<RouteTable>()
        .AddSingleton<Operations>()
        .AddSingleton<OpenApiDocument>()
        .AddSingleton<V1>()
        .AddSingleton<Health>().AddSingleton<ProxyHeaders>().AddSingleton<Cors>()
        .AddSingleton<FrontDoor>();

    public static void UseApi(this IApplicationBuilder app)
    {
        var door = app.ApplicationServices.GetRequiredService<FrontDoor>();
        app.Run(door.AnswerAsync);
    }
}
