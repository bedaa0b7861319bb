using System.Net;
using System.Net.Sockets;
using Masakari.Core;
using Masakari.Core.Configuration;
using Masakari.Host.Cli;
using Masakari.Host.Service;
using Masakari.Tests.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Cli;

internal sealed class RunVerbTests
{
    private readonly StringWriter errors = new();
    private DirectoryInfo folder = null!;

    [SetUp]
    public void Begin()
    {
        folder = Directory.CreateTempSubdirectory("masakari-run-");
        errors.GetStringBuilder().Clear();
    }

    [TearDown]
    public void Clear() => folder.Delete(recursive: true);

    [Test]
    public async Task Wants_a_configuration_and_says_which()
    {
        var code = await RunVerb.RunAsync(Sources(), ServiceRole.All, errors, CancellationToken.None);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.StartWith("masakari: no configuration found").And.Contain("[database]")
            .And.Contain("connection = mysql"));
        Assert.That(errors.ToString(), Does.Not.Contain("warning").And.Not.Contain("is needed"));
    }

    [Test]
    public async Task Wants_a_database()
    {
        var code = await RunAsync(Conf(15868).Replace("connection", "#connection", StringComparison.Ordinal));

        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.Contain("[database] connection: must be set"));
    }

    [TestCase("0.0.0.0")]
    [TestCase("::")]
    [TestCase("controller")]
    public async Task Refuses_to_let_everybody_in_from_outside(string listen)
    {
        var code = await RunAsync(Conf(15868).Replace("127.0.0.1\n", listen + "\n", StringComparison.Ordinal));

        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.Contain("[DEFAULT] auth_strategy: noauth2 gives every client the role admin without a token"));
    }

    [Test]
    public async Task Says_that_noauth2_needs_no_token()
    {
        var (_, review) = ConfReview.Read(await SourcesAsync(Conf(15868)), MasakariService.ReadAll);

        Assert.That(review.Warnings.Select(warning => warning.ToString()), Has.One.EqualTo(
            $"{folder.FullName}/masakari.conf:2: [DEFAULT] auth_strategy: noauth2: no token is needed, "
            + "every client on this machine has the role admin"));
    }

    [Test]
    public async Task Wants_a_certificate_where_use_ssl_stands()
    {
        var code = await RunAsync(Conf(15868) + "\n[DEFAULT]\nuse_ssl = true\n");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.Contain(
            "/masakari.conf:13: [DEFAULT] use_ssl: needs [wsgi] ssl_cert_file and ssl_key_file; ssl_cert_file is not set"));
    }

    [Test]
    public async Task Reports_all_mistakes_at_once()
    {
        var code = await RunAsync(Conf(15868) + "\n[recovery]\nsweep_seconds = soon\n[keystone_authtoken]\ntoken_cache_time = x\n");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.Contain("sweep_seconds: 'soon' is not").And.Contain("token_cache_time: 'x' is not"));
    }

    [Test]
    public async Task Says_beside_an_error_what_may_have_been_meant()
    {
        var code = await RunAsync(Conf(15868).Replace("os_privileged_user_name", "os_privileged_user_nam", StringComparison.Ordinal));

        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.Contain("[DEFAULT] os_privileged_user_name: is needed").And.Contain("did you mean os_privileged_user_name?"));
    }

    [Test]
    public async Task Refuses_to_start_with_a_policy_that_it_cannot_read()
    {
        var policy = Path.Combine(folder.FullName, "policy.yaml");
        await File.WriteAllTextAsync(policy, "\"context_is_admin\": \"role:admin\"\n\"admin_api\": @\n");

        var code = await RunAsync(Conf(15868));

        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.StartWith($"masakari: {policy}:2: "));
    }

    [Test]
    public async Task Operators_can_manage_the_engine_whatever_the_policy_says()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "policy.yaml"), "not a policy");
        var sources = await SourcesAsync(Conf(15868));

        var code = await ManageDbVerb.VersionAsync(sources, new StringWriter(), errors, CancellationToken.None);

        Assert.That(code, Is.Zero, errors.ToString());
    }

    [Test]
    public async Task Serves_until_it_is_stopped()
    {
        var port = FreePort();
        using var stop = new CancellationTokenSource();
        using var client = new HttpClient();
        var run = RunAsync(Conf(port), stop.Token);

        var status = await StatusAsync(client, new Uri($"http://127.0.0.1:{port}/v1"), run);
        await stop.CancelAsync();
        var code = await run;

        Assert.That((status, code), Is.EqualTo((HttpStatusCode.OK, 0)), errors.ToString());
        Assert.That(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "masakari.log")), Does.EndWith("Stopped\n"));
    }

    [TestCase(ServiceRole.All, "is ready with role all: the API answers, and the recovery engine waits for notifications")]
    [TestCase(ServiceRole.Api, "is ready with role api: the API answers; an engine process must recover what is reported here")]
    [TestCase(ServiceRole.Engine, "is ready with role engine: the recovery engine waits for notifications; there is no API in this process")]
    public async Task Says_when_it_is_ready_and_what_it_does(ServiceRole role, string expected)
    {
        var log = new FakeLogCollector();
        var conf = Masakari.Core.Configuration.Conf.Parse(Conf(FreePort()));
        await using var host = (IAsyncDisposable)MasakariService.Build(
            conf, role, services => services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(log)));
        var life = ((IHost)host).Services.GetRequiredService<IHostApplicationLifetime>();
        life.ApplicationStarted.Register(life.StopApplication);

        await ServiceLife.RunAsync((IHost)host, role, CancellationToken.None);

        Assert.That(log.Lines.Select(line => line.Trim()), Has.One.EqualTo($"6403 Masakari {ProductVersion.Text} {expected}"));
    }

    [Test]
    public async Task Ends_with_1_when_the_port_is_taken()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        // A stop that waits would wait for ever.
        var code = await RunAsync(Conf(((IPEndPoint)other.LocalEndpoint).Port) + "\n[DEFAULT]\ngraceful_shutdown_timeout = 0\n");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(await TroubleAsync(), Has.Exactly(1).Items.And.All.Contains("Cannot start").And.All.Contains("address already in use"));
    }

    [Test]
    public async Task Says_nothing_of_workers_that_had_begun_when_the_port_is_taken()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var log = new FakeLogCollector();
        var conf = Masakari.Core.Configuration.Conf.Parse(Conf(((IPEndPoint)other.LocalEndpoint).Port));
        var host = (IAsyncDisposable)MasakariService.Build(
            conf, ServiceRole.All,
            services => services.AddHostedService<Sleeper>().AddSingleton<ILoggerProvider>(new FakeLoggerProvider(log)));

        await ServiceLife.RunAsync((IHost)host, ServiceRole.All, CancellationToken.None);
        await host.DisposeAsync();

        Assert.That(log.Lines, Has.None.Contains("BackgroundService"));
    }

    [Test]
    public async Task Ends_with_1_when_the_address_is_another_machines()
    {
        var code = await RunAsync(Conf(FreePort())
            .Replace("127.0.0.1\n", "203.0.113.1\n", StringComparison.Ordinal)   // an address from the range for documentation
            .Replace("noauth2", "keystone", StringComparison.Ordinal)
            + "\n[keystone_authtoken]\nauth_url = http://127.0.0.1:9\nusername = masakari\npassword = secret\n");

        Assert.That(code, Is.EqualTo(1), errors.ToString());
        Assert.That(await TroubleAsync(), Has.Exactly(1).Items.And.All.Contains("Cannot start: masakari_api_listen and masakari_api_listen_port cannot be used: "));
    }

    [Test]
    public async Task Ends_with_1_when_a_worker_dies()
    {
        var conf = Masakari.Core.Configuration.Conf.Parse(Conf(15868));
        await using var host = (IAsyncDisposable)MasakariService.Build(conf, ServiceRole.Engine, services => services.AddHostedService<Doomed>());

        var code = await ServiceLife.RunAsync((IHost)host, ServiceRole.Engine, CancellationToken.None);

        Assert.That(code, Is.EqualTo(1));
    }

    [Test]
    public async Task Brings_a_database_up_to_date_and_tells_its_revision()
    {
        var output = new StringWriter();
        var sources = await SourcesAsync(Conf(15868));

        var before = await ManageDbVerb.VersionAsync(sources, output, errors, CancellationToken.None);
        var sync = await ManageDbVerb.SyncAsync(sources, output, errors, CancellationToken.None);
        var again = await ManageDbVerb.SyncAsync(sources, output, errors, CancellationToken.None);
        var after = await ManageDbVerb.VersionAsync(sources, output, errors, CancellationToken.None);

        Assert.That(new[] { before, sync, again, after }, Is.All.Zero, errors.ToString());
        Assert.That(output.ToString(), Does.Match("^None\n.* steps were run.\nThe database is up to date.\n13adff5efb9a\n$"));
    }

    [Test]
    [Platform("Linux")]
    public async Task Brings_a_database_up_to_date_when_the_disk_of_the_log_is_full()
    {
        var output = new StringWriter();
        var conf = Conf(15868).Replace($"log_dir = {folder.FullName}", "log_file = /dev/full", StringComparison.Ordinal);
        var sources = await SourcesAsync(conf);

        var code = await ManageDbVerb.SyncAsync(sources, output, errors, CancellationToken.None);

        Assert.That(code, Is.Zero);
        Assert.That(output.ToString(), Does.Match("^The database is up to date now: [0-9]+ steps were run\\.\n$"));
    }

    // From the first error on, with all lines after it.
    private async Task<IEnumerable<string>> TroubleAsync() =>
        (await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "masakari.log"))).SkipWhile(line => !IsTrouble(line));

    private static bool IsTrouble(string line) => line.Contains(" ERR ", StringComparison.Ordinal) || line.Contains(" FTL ", StringComparison.Ordinal);

    private async Task<int> RunAsync(string conf, CancellationToken ct = default) =>
        await RunVerb.RunAsync(await SourcesAsync(conf), ServiceRole.All, errors, ct);

    private async Task<ConfSources> SourcesAsync(string conf)
    {
        var file = Path.Combine(folder.FullName, "masakari.conf");
        await File.WriteAllTextAsync(file, conf);
        return Sources(new ConfArgument(file));
    }

    private ConfSources Sources(params ConfArgument[] arguments) => new() { Project = "masakari", SystemFolder = folder.FullName, Arguments = arguments };

    // Waits for the listener without a clock: a connection is refused until the listener is ready.
    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, Uri url, Task run)
    {
        while (!run.IsCompleted)
        {
            try
            {
                using var answer = await client.GetAsync(url);
                return answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                await Task.Yield();
            }
        }

        return default;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private string Conf(int port) => LocalConf.In(
        folder.FullName, $"masakari_api_listen_port = {port}\nlog_dir = {folder.FullName}");

    /// <summary>Ends when it is told to, as all workers do.</summary>
    private sealed class Sleeper : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken);
    }

    private sealed class Doomed : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("doomed");
        }
    }
}
