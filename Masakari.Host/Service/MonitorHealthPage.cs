using System.Text.Json.Nodes;
using Masakari.Core.Monitoring;
using Masakari.Core.Monitoring.Hosts;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Masakari.Host.Service;

/// <summary>
/// <c>GET /healthz</c> of the monitors: 200, or 503 when one of them has not seen what it watches for too long. The body says the same
/// for each monitor. <c>GET /hosts</c>: how the host monitor of this process sees the other hosts; 503 while it cannot judge, or does not run.
/// </summary>
internal static class MonitorHealthPage
{
    private const string Path = "/healthz";
    private const string HostsPath = "/hosts";

    public static void Listen(KestrelServerOptions kestrel, MonitorsOptions options)
    {
        kestrel.AddServerHeader = false;
        if (options.HealthSocket is { } socket)
        {
            File.Delete(socket);    // of an earlier run that was killed
            kestrel.ListenUnixSocket(socket);
        }
        else if (options.HealthAddress is { } address)
        {
            kestrel.Listen(address);
        }
    }

    public static Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Path != Path && http.Request.Path != HostsPath) http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        else if (http.Request.Path == HostsPath) return AnswerAsync(http, http.RequestServices.GetService<HostViews>()?.Look());
        else return AnswerAsync(http, http.RequestServices.GetRequiredService<MonitoringHealth>());
        return Task.CompletedTask;
    }

    private static async Task AnswerAsync(HttpContext http, MonitoringHealth health)
    {
        var monitors = health.Look();
        http.Response.StatusCode = monitors.Any(monitor => monitor.IsTooLong)
            ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        http.Response.ContentType = "application/json";
        if (HttpMethods.IsHead(http.Request.Method)) return;
        await http.Response.WriteAsync(new JsonObject
        {
            ["monitors"] = new JsonArray([.. monitors.Select(Shown)]),
            ["waiting_reports"] = health.WaitingReports,
        }.ToJsonString() + "\n", http.RequestAborted);
    }

    private static async Task AnswerAsync(HttpContext http, IReadOnlyDictionary<string, string>? hosts)
    {
        http.Response.StatusCode = hosts is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        http.Response.ContentType = "application/json";
        if (HttpMethods.IsHead(http.Request.Method)) return;
        await http.Response.WriteAsync(new JsonObject
        {
            ["hosts"] = new JsonObject((hosts ?? new Dictionary<string, string>())
                .Select(host => KeyValuePair.Create<string, JsonNode?>(host.Key, host.Value))),
        }.ToJsonString() + "\n", http.RequestAborted);
    }

    private static JsonObject Shown(MonitorCondition monitor) => new()
    {
        ["name"] = monitor.Monitor,
        ["sees"] = monitor.BlindSince is null,
        ["blind_since"] = monitor.BlindSince?.ToString("u"),
        ["reason"] = monitor.Reason,
    };
}
