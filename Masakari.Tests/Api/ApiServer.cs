using System.Text;
using Masakari.Core.OpenStack.Identity;
using Masakari.Host.Api;
using Masakari.Host.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Masakari.Tests.Api;

/// <summary>The API on a loopback port of its own, with a client.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private ApiServer(WebApplication app)
    {
        this.app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public string Address => app.Urls.First();

    /// <param name="identity">Keystone's stand-in; without one everybody is admin.</param>
    /// <param name="adjust">What the test wants otherwise.</param>
    public static async Task<ApiServer> StartAsync(IIdentity? identity = null, Action<IServiceCollection>? adjust = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddSingleton(TimeProvider.System)
            .AddAuth(new AuthOptions { AsksKeystone = identity is not null, ChallengeUri = "http://keystone:5000" })
            .AddApi(new ApiOptions { DisabledByFile = Path.Combine(Path.GetTempPath(), "no such file") });
        if (identity is not null)
            builder.Services.AddSingleton(identity);
        Unready.AddTo(builder.Services);
        adjust?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseApi();
        await app.StartAsync();
        return new ApiServer(app);
    }

    public async Task<Answer> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address + path));
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        foreach (var (name, value) in headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
        using var response = await Client.SendAsync(request);
        return await Answer.FromAsync(response);
    }

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}
