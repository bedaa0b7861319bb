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
        .AddSingleton<Health>().AddSingleton<ProxyHeaders>().AddSingleton<Cors>()
        .AddSingleton<RouteTable>()
        .AddSingleton<OpenApiDocument>()
        .AddSingleton<ArrivalSteps>().AddSingleton<AdmissionSteps>().AddSingleton<OperationSteps>()
        .AddSingleton<RequestPipeline>()
        .AddSingleton<AnswerSender>();

    /// <summary>Ends the middleware pipeline: all requests go to <see cref="RequestPipeline"/>.</summary>
    public static void UseApi(this IApplicationBuilder app) =>
        app.Run(app.ApplicationServices.GetRequiredService<AnswerSender>().AnswerAsync);
}
