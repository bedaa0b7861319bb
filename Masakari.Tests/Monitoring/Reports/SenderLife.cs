using System.Text.Json.Nodes;
using Masakari.Core.Monitoring.Reports;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Identity;
using Masakari.Core.OpenStack.InstanceHa;
using Masakari.Tests.OpenStack;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Monitoring.Reports;

/// <summary>Spool and sender against a scripted cloud. They can be killed and started again; the folder stays.</summary>
internal sealed class SenderLife : IAsyncDisposable
{
    public const string Post = "POST /ha/v1/notifications";
    public const string Stored = """{"notification": {"notification_uuid": "x"}}""";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-sender-");
    private readonly SenderOptions options = new()
    {
        Account = new KeystoneCredentials
        {
            AuthUrl = new Uri("http://cloud/identity/v3"), UserName = "masakari", UserDomainName = "Default", Password = "pass-word",
        },
        Endpoint = InstanceHaClient.AnyEndpoint,
    };

    private ReportSender sender = null!;
    private OpenStackClients clients = null!;

    public SenderLife()
    {
        Cloud = new ScriptedCloud(Clock)
        {
            Catalogue = """[{"type": "instance-ha", "name": "m", "endpoints": [{"interface": "public", "region": "R1", "url": "http://cloud/ha/v1"}]}]""",
        };
        Start();
    }

    public FakeClock Clock { get; } = new(SomeReports.Noon);

    public ScriptedCloud Cloud { get; }

    public FakeMonitor Monitor { get; } = new("instance");

    public FakeLogCollector Log { get; } = new();

    public ReportSpool Spool { get; private set; } = null!;

    /// <summary>The bodies of all requests for a notification.</summary>
    public IReadOnlyList<JsonObject> Posted =>
        [.. Cloud.Requests.Where(seen => seen.Line == Post).Select(seen => JsonNode.Parse(seen.Body)!["notification"]!.AsObject())];

    /// <summary>The instances, or else the hosts, of all requests for a notification.</summary>
    public IReadOnlyList<string> PostedSubjects =>
        [.. Posted.Select(body => body["payload"]!["instance_uuid"]?.ToString() ?? body["hostname"]!.ToString())];

    public void Start()
    {
        clients = new OpenStackClients(_ => new Unowned(Cloud), Clock, new Random(1), NullLoggerFactory.Instance);
        Spool = new ReportSpool(new SpoolOptions { Folder = folder.FullName }, new FakeLogger<ReportSpool>(Log));
        var api = clients.InstanceHa(options.Account, options.Endpoint, options.Transport, microversion: null);
        sender = new ReportSender(Spool, [Monitor], api, options, Clock, new FakeLogger<ReportSender>(Log));
        _ = sender.StartAsync(default);
    }

    /// <summary>Ends it without a word: nothing is written any more.</summary>
    public async Task KillAsync()
    {
        await sender.StopAsync(default);
        sender.Dispose();
        Spool.Dispose();
        clients.Dispose();
    }

    public Task AddAsync(MonitorReport report) => Spool.AddAsync(report, default);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Cloud.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>A killed process closes its connections, but the cloud lives on.</summary>
    private sealed class Unowned(HttpMessageHandler cloud) : DelegatingHandler(cloud)
    {
        protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
    }
}
