using System.Net.Http.Json;
using System.Text;
using Masakari.Core.Configuration;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Host.Sandbox;
using Masakari.Host.Service;
using Masakari.Tests.Api;
using Masakari.Tests.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Moq;

namespace Masakari.Tests.Auth;

/// <summary>The API with the simulated Keystone, both over real HTTP, with a temporary folder for configuration and policy.</summary>
internal sealed class GuardedApi : IAsyncDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 });
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-guarded-");
    private SimulatedCloudServer keystone = null!;
    private IHost host = null!;

    private GuardedApi() =>
        Cloud = new SimulatedCloud(new CloudClock(this), new SimulatedCloudOptions { TokenLifetime = TimeSpan.FromHours(1) });

    /// <summary>The service's clock.</summary>
    public SettableClock Clock { get; } = new();

    /// <summary>How far the clock of Keystone and Nova is ahead of the service's; negative: behind it.</summary>
    public TimeSpan CloudAhead { get; set; }

    public SimulatedCloud Cloud { get; }

    public FakeLogCollector Log { get; } = new();

    /// <param name="database">The fixture's database.</param>
    /// <param name="keystoneOptions">Lines for [keystone_authtoken].</param>
    /// <param name="policyOptions">Lines for [oslo_policy].</param>
    /// <param name="before">Writes files into the folder before the service starts.</param>
    /// <param name="asksNova">Whether the simulated Nova is called, by the account of [DEFAULT]; else nothing may be asked of Nova.</param>
    /// <param name="defaultOptions">Lines for [DEFAULT].</param>
    public static async Task<GuardedApi> StartAsync(
        Database database, string keystoneOptions = "", string policyOptions = "", Action<GuardedApi>? before = null,
        bool asksNova = false, string defaultOptions = "os_privileged_user_password = secret")
    {
        var api = new GuardedApi();
        before?.Invoke(api);
        api.keystone = await SimulatedCloudServer.StartAsync(api.Cloud, port: 0, CancellationToken.None);
        api.Write("masakari.conf", api.ConfText(keystoneOptions, policyOptions, defaultOptions));
        var sources = new ConfSources { Project = "masakari", Arguments = [new ConfArgument(api.PathOf("masakari.conf"))], SystemFolder = api.folder.FullName };
        api.host = MasakariService.Build(Conf.Load(sources), ServiceRole.Api, services =>
        {
            services
                .AddLogging(logging => logging.ClearProviders().AddProvider(new FakeLoggerProvider(api.Log)))
                .AddSingleton(new ListenOptions { Host = "127.0.0.1", Port = 0 })
                .AddSingleton(database)
                .AddSingleton<TimeProvider>(api.Clock);
            if (!asksNova)
                services.AddSingleton(new Mock<INova>().Object);
        });
        await api.host.Services.GetRequiredService<Migrator>().PrepareAsync(CancellationToken.None);
        await api.host.StartAsync();
        return api;
    }

    public string PathOf(string file) => Path.Combine(folder.FullName, file);

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    public void Delete(string file) => File.Delete(PathOf(file));

    /// <summary>Logs in with a password; without a project the token is of system scope.</summary>
    public Task<string> LoginAsync(string user, string? project)
    {
        var domain = new { id = "default" };
        object scope = project is null ? new { system = new { all = true } } : new { project = new { name = project, domain } };
        return TokenAsync(new { identity = new { methods = new[] { "password" }, password = new { user = new { name = user, domain, password = "secret" } } }, scope });
    }

    /// <summary>Logs in with an application credential.</summary>
    public Task<string> LoginAsync(KeystoneCredential credential) => TokenAsync(new
    {
        identity = new { methods = new[] { "application_credential" }, application_credential = new { id = credential.Id, secret = credential.Secret } },
    });

    public async Task<Answer> SendAsync(string method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(((WebApplication)host).Urls.First() + path));
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return await Answer.FromAsync(response);
    }

    public Task<Answer> GetAsync(string path, string token, params (string Name, string Value)[] headers) =>
        SendAsync("GET", path, null, [("X-Auth-Token", token), .. headers]);

    public async Task<int> StatusAsync(string path, string token, params (string Name, string Value)[] headers) =>
        (await GetAsync(path, token, headers)).Status;

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await ((IAsyncDisposable)host).DisposeAsync();
        await keystone.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task<string> TokenAsync(object auth)
    {
        using var answer = await client.PostAsJsonAsync(new Uri(keystone.BaseUrl, "/identity/v3/auth/tokens"), new { auth });
        answer.EnsureSuccessStatusCode();
        return answer.Headers.GetValues("X-Subject-Token").Single();
    }

    private string ConfText(string keystoneOptions, string policyOptions, string defaultOptions) => $"""
        [DEFAULT]
        masakari_api_listen = 127.0.0.1
        os_privileged_user_name = masakari
        os_privileged_user_auth_url = {keystone.BaseUrl}identity
        {defaultOptions}

        [database]
        connection = sqlite://

        [keystone_authtoken]
        auth_url = {keystone.BaseUrl}identity
        username = masakari
        password = secret
        project_name = service
        user_domain_name = Default
        project_domain_name = Default
        {keystoneOptions}

        [oslo_policy]
        {policyOptions}

        """;

    private sealed class CloudClock(GuardedApi api) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => api.Clock.Now + api.CloudAhead;
    }
}
