using System.Net;
using System.Net.Sockets;
using System.Text;
using Masakari.Core.Configuration;
using Masakari.Core.OpenStack.Identity;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Host.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Moq;

namespace Masakari.Tests.Api;

/// <summary>The service in the role api, on SQLite and its own loopback port, with an HTTP client.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly IHost host;
    private readonly DirectoryInfo folder;
    private static readonly UriCreationOptions AsItStands = new() { DangerousDisablePathAndQueryCanonicalization = true };
    private readonly HttpClient client = new();

    private ApiServer(IHost host, DirectoryInfo folder) => (this.host, this.folder) = (host, folder);

    public IServiceProvider Services => host.Services;

    public string Address => ((WebApplication)host).Urls.First();

    /// <summary>While this file exists, the health check reports the service as disabled.</summary>
    public string DisablingFile => Path.Combine(folder.FullName, "disabled");

    /// <param name="identity">Stand-in for Keystone; without one every caller is admin.</param>
    /// <param name="nova">Stand-in for Nova; without one Nova knows every host.</param>
    /// <param name="clock">The service's clock; the machine's by default.</param>
    /// <param name="adjust">Changes the registered services.</param>
    /// <param name="moreOptions">Lines for [DEFAULT]; sections may follow.</param>
    /// <param name="database">The database; a SQLite file of its own by default.</param>
    /// <param name="log">Receives every log line.</param>
    public static async Task<ApiServer> StartAsync(
        IIdentity? identity = null, INova? nova = null, TimeProvider? clock = null, Action<IServiceCollection>? adjust = null, string moreOptions = "",
        Database? database = null, FakeLogCollector? log = null)
    {
        var folder = Directory.CreateTempSubdirectory("masakari-api-");
        var conf = Conf.Parse(Text(folder, identity is null, moreOptions));
        var host = MasakariService.Build(conf, ServiceRole.Api, services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(new FakeLoggerProvider(log ?? LogLines.OfTrouble())));
            adjust?.Invoke(services);
            services.AddSingleton(ListenOptions.Read(conf) with { Port = 0 });
            services.AddSingleton(nova ?? NovaThatKnowsEveryHost());
            if (identity is not null)
                services.AddSingleton(identity);
            if (clock is not null)
                services.AddSingleton(clock);
            if (database is not null)
                services.AddSingleton(database);
        });
        await host.Services.GetRequiredService<Migrator>().PrepareAsync(CancellationToken.None);
        await host.StartAsync();
        return new ApiServer(host, folder);
    }

    public Task<Answer> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        SendRawAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), headers);

    public async Task<Answer> SendRawAsync(string method, string path, byte[]? body, IEnumerable<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address + path, AsItStands));
        if (body is not null)
            request.Content = new ByteArrayContent(body);
        foreach (var (name, value) in headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return await Answer.FromAsync(response);
    }

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    /// <summary>Sends the bytes on a new connection and reads until the service closes the connection.</summary>
    public async Task<string> SayAsync(string request)
    {
        var address = new Uri(Address);
        using var connection = new TcpClient(address.HostNameType == UriHostNameType.IPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
        await connection.ConnectAsync(IPAddress.Parse(address.Host), address.Port);
        await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(connection.GetStream());
        return await reader.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await ((IAsyncDisposable)host).DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static INova NovaThatKnowsEveryHost()
    {
        var nova = new Mock<INova>();
        nova.Setup(known => known.FindServiceAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync((string name, CancellationToken _) =>
            new Reading<ComputeService?>(new ComputeService { Id = name, Host = name, Enabled = true, Up = true }, DateTimeOffset.UnixEpoch));
        return nova.Object;
    }

    private static string Text(DirectoryInfo folder, bool everybodyIsAdmin, string moreOptions) => $"""
        [DEFAULT]
        auth_strategy = {(everybodyIsAdmin ? "noauth2" : "keystone")}
        masakari_api_listen = 127.0.0.1
        os_privileged_user_name = masakari
        os_privileged_user_password = secret
        os_privileged_user_auth_url = http://127.0.0.1:9
        {moreOptions}

        [database]
        connection = sqlite:///{folder.FullName}/masakari.sqlite

        [keystone_authtoken]
        www_authenticate_uri = http://keystone:5000
        auth_url = http://127.0.0.1:9

        [healthcheck]
        disable_by_file_path = {folder.FullName}/disabled
        """;
}
