using System.Net;

namespace Masakari.Host.Sandbox;

/// <summary>Serves a <see cref="SimulatedCloud"/> on a loopback port.</summary>
internal sealed class SimulatedCloudServer : IAsyncDisposable
{
    /// <summary>No part of OpenStack: <c>POST /power-off/HOST</c> switches a host off, as a power cut does.</summary>
    public const string PowerSwitch = "/power-off";

    private readonly WebApplication app;

    private SimulatedCloudServer(WebApplication app) => this.app = app;

    /// <summary>Such as `http://127.0.0.1:41234`; Keystone is at /identity/v3, Nova at /compute/v2.1.</summary>
    public Uri BaseUrl => new(app.Urls.Single());

    /// <param name="cloud">The cloud that answers.</param>
    /// <param name="port">The port; 0: any free one.</param>
    /// <param name="ct">Cancels the start, not the server.</param>
    public static async Task<SimulatedCloudServer> StartAsync(SimulatedCloud cloud, int port, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var app = builder.Build();
        app.Run(context => AnswerAsync(cloud, context));
        await app.StartAsync(ct);
        return new SimulatedCloudServer(app);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static string SwitchOff(SimulatedCloud cloud, string host)
    {
        if (!cloud.HasHost(host)) return $"There is no host {host}.";
        cloud.KillHost(host);
        return $"Host {host} is off.";
    }

    private static async Task AnswerAsync(SimulatedCloud cloud, HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(PowerSwitch, out var host) && HttpMethods.IsPost(context.Request.Method))
        {
            await context.Response.WriteAsync(SwitchOff(cloud, host.Value!.Trim('/')) + "\n", context.RequestAborted);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var url = new Uri($"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path.ToUriComponent()}{context.Request.QueryString}");
        var request = new SimulatedRequest(context.Request.Method, url, headers, await reader.ReadToEndAsync(context.RequestAborted));
        var answer = await cloud.AnswerAsync(request, context.RequestAborted);
        if (answer.IsLost)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        if (answer.Body.IsEmpty) return;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
