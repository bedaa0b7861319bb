using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Masakari.Core.Configuration;
using Masakari.Core.Monitoring.Hosts;
using Masakari.Host.Service;
using Masakari.Tests.Monitoring.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Tests.Monitoring;

/// <summary>/healthz of the whole process, with its listener.</summary>
[Category("RealHost")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MonitorHealthPageTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-health-");

    public void Dispose() => folder.Delete(recursive: true);

    [Test]
    public async Task Is_red_while_a_monitor_is_blind_and_green_when_it_sees()
    {
        await using var app = (WebApplication)MonitorService.Build(Configured("127.0.0.1:0"), ["process"]);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        var red = await UntilAsync(http, HttpStatusCode.ServiceUnavailable);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "list.yaml"), $"- process_name: {Environment.ProcessPath}\n");
        var green = await UntilAsync(http, HttpStatusCode.OK);

        Assert.That($"{red["monitors"]![0]!["reason"]}", Does.Contain("list.yaml: cannot be read"));
        Assert.That(green.ToJsonString(), Is.EqualTo(
            """{"monitors":[{"name":"process","sees":true,"blind_since":null,"reason":null}],"waiting_reports":0}"""));
        Assert.That((await http.GetAsync(new Uri("/", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await http.PostAsync(new Uri("/healthz", UriKind.Relative), null)).StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        await app.StopAsync();
    }

    [Test]
    public async Task Answers_on_a_socket_also_after_a_kill_has_left_it_behind()
    {
        var path = Path.Combine(folder.FullName, "health.sock");
        await File.WriteAllTextAsync(path, "");
        await using var app = (WebApplication)MonitorService.Build(Configured($"unix:{path}"), ["process"]);
        await app.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, ct) => ConnectAsync(path, ct) })
        {
            BaseAddress = new Uri("http://monitors"),
        };

        await UntilAsync(http, HttpStatusCode.ServiceUnavailable);

        await app.StopAsync();
    }

    [Test]
    public async Task Shows_other_monitors_how_the_host_monitor_sees_the_hosts()
    {
        var cluster = new FakeCluster().Has("c1").Has("c2", HostState.Planned);
        await using var app = (WebApplication)MonitorService.Build(
            Configured("127.0.0.1:0"), ["host"], services => services.AddSingleton<ICluster>(cluster));
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        await UntilAsync(http, HttpStatusCode.OK, "/hosts");

        Assert.That(await http.GetStringAsync(new Uri("/hosts", UriKind.Relative)), Is.EqualTo(
            "{\"hosts\":{\"c1\":\"online\",\"c2\":\"planned\"}}\n"));
        await app.StopAsync();
    }

    [Test]
    public async Task A_monitor_of_no_host_shows_none()
    {
        await using var app = (WebApplication)MonitorService.Build(Configured("127.0.0.1:0"), ["process"]);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        Assert.That((await http.GetAsync(new Uri("/hosts", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        await app.StopAsync();
    }

    [Test]
    public async Task Without_an_address_there_is_no_listener()
    {
        using var host = MonitorService.Build(Configured(""), ["process"]);

        await host.StartAsync();
        await host.StopAsync();

        Assert.That(host, Is.Not.InstanceOf<WebApplication>());
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task<JsonNode> UntilAsync(HttpClient http, HttpStatusCode wanted, string page = "/healthz")
    {
        for (var look = 0; look < 200; look++)
        {
            using var answer = await http.GetAsync(new Uri(page, UriKind.Relative));
            if (answer.StatusCode == wanted) return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException($"{page} never answered {wanted}.");
    }

    private Conf Configured(string listen) => Conf.Parse($"""
        [DEFAULT]
        hostname = c1
        [api]
        auth_url = http://127.0.0.1:9
        username = masakari
        password = secret
        project_name = service
        user_domain_name = Default
        project_domain_name = Default
        [process]
        check_interval = 1
        process_list_path = {folder.FullName}/list.yaml
        [monitors]
        spool_dir = {folder.FullName}/spool
        blind_limit_seconds = 0
        health_listen = {listen}
        """);
}
