using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Masakari.Core.Hosts;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Core.Segments;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Testing;
using Moq;

namespace Masakari.Tests.Api.Contract;

/// <summary>
/// Every rule of the API over real HTTP, on each database. A test begins with empty tables. Nova knows every host, unless the
/// host's name stands for a failure of Nova.
/// </summary>
internal abstract partial class ContractTests(string kind) : OnEveryDatabase(kind)
{
    protected const string NoId = "11111111-1111-4111-8111-111111111111";
    protected const string NewSegment = """{"segment": {"name": "new", "recovery_method": "auto", "service_type": "C"}}""";
    protected const string NewHost = """{"host": {"name": "new", "type": "", "control_attributes": ""}}""";
    protected const string NewNotification = """
        {"notification": {"type": "VM", "hostname": "c1", "generated_time": "2026-11-22T07:59:58.700000",
         "payload": {"event": "LIFECYCLE", "instance_uuid": "5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55", "vir_domain_event": "STOPPED_FAILED"}}}
        """;

    protected ApiServer Api { get; private set; } = null!;

    protected Mock<INova> Nova { get; } = new();

    /// <summary>The errors that the service logs.</summary>
    protected FakeLogCollector Trouble { get; } = LogLines.OfTrouble();

    protected Seed Seed => new(Database, Clock);

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Nova.Setup(nova => nova.FindServiceAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).Returns((string name, CancellationToken _) => Task.FromResult(ToldByNova(name)));
        Api = await ApiServer.StartAsync(nova: Nova.Object, clock: Clock, database: Database, log: Trouble);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Api is not null)
            await Api.DisposeAsync();
    }

    /// <summary>Sends a request with a microversion, e.g. <c>1.2</c>.</summary>
    protected Task<Answer> AskAsync(string version, string method, string path, string? body = null) =>
        Api.SendAsync(method, path, body, ("OpenStack-API-Version", "instance-ha " + version));

    /// <summary>The body with the test's time for the time that MariaDB stored just now: it has a clock of its own.</summary>
    protected string AtTestTime(string body)
    {
        return IsMariaDb ? StoredTime().Replace(body, match => IsNow(match) ? match.Groups["name"].Value + TestTime() : match.Value) : body;

        static bool IsNow(System.Text.RegularExpressions.Match match) =>
            (TimeProvider.System.GetUtcNow() - DateTimeOffset.Parse($"{match.Groups["time"]}Z", CultureInfo.InvariantCulture)).Duration()
            < TimeSpan.FromMinutes(2);

        string TestTime() => Clock.Now.ToString("yyyy-MM-ddTHH:mm:ss.000000", CultureInfo.InvariantCulture);
    }

    protected Task<Answer> PostAsync(string path, string body) => Api.SendAsync("POST", path, body);

    /// <summary>One of each kind of thing: a segment with the host c1, a finished notification of each type, a vmove.</summary>
    protected async Task<Things> FurnishAsync()
    {
        var segment = await Seed.SegmentAsync("s1");
        var host = await Seed.HostAsync(segment, "c1");
        var created = "UPDATE failover_segments SET created_at = @at; UPDATE hosts SET created_at = @at";
        await ExecuteAsync(created, new { at = Clock.Now.WholeSeconds().ToText() });
        var (ofHost, ofInstance, move) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await NotifyAsync(host, "COMPUTE_HOST", "finished", ofHost);
        await NotifyAsync(host, "VM", "finished", ofInstance);
        await ExecuteAsync("""
            INSERT INTO vmoves (created_at, updated_at, deleted, uuid, notification_uuid, instance_uuid, instance_name, source_host, dest_host, start_time, end_time, type, status)
            VALUES ('2026-07-02 09:10:01', '2026-07-02 09:10:31', 0, @move, @ofHost, '5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55', 'db-1', 'c1', 'c2',
                    '2026-07-02 09:10:02', NULL, 'evacuation', 'ongoing')
            """, new { move = move.ToText(), ofHost = ofHost.ToText() });
        return new Things(segment, host, ofHost, ofInstance, move);
    }

    protected Task<int> NotifyAsync(ComputeHost host, string type, string status, Guid uuid) => ExecuteAsync("""
        INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status, failover_segment_uuid)
        VALUES ('2026-07-02 09:00:01.000000', 0, @uuid, '2026-07-02 09:00:00.000000', @host, @type, '{"event": "STOPPED"}', @status, @segment)
        """, new { uuid = uuid.ToText(), host = host.Uuid.ToText(), type, status, segment = host.Segment.Uuid.ToText() });

    protected static string Text(JsonNode? node, string key) => node![key]!.GetValue<string>();

    /// <summary>A body that this call accepts; <see langword="null"/> for calls without a body.</summary>
    protected static string? BodyFor(string method, string path) => (method, path) switch
    {
        ("POST", _) when path.EndsWith("hosts", StringComparison.Ordinal) => NewHost,
        ("POST", _) when path.EndsWith("segments", StringComparison.Ordinal) => NewSegment,
        ("POST", _) => NewNotification,
        ("PUT", _) when path.Contains("/hosts/", StringComparison.Ordinal) => """{"host": {"reserved": true}}""",
        ("PUT", _) => """{"segment": {"description": "x"}}""",
        _ => null,
    };

    /// <summary>Asserts the headers that every answer below /v1 has, and the headers that no answer has.</summary>
    protected static void AssertUsualHeaders(Answer answer)
    {
        Assert.That(answer.Header("X-Openstack-Request-Id"), Does.Match("^req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"));
        foreach (var never in new[] { "Location", "x-compute-request-id", "Retry-After", "ETag", "Link", "Allow", "Server" })
            Assert.That(answer.Header(never), Is.Null, never);
        if (answer.Status != 204)
            Assert.That(answer.Header("Content-Length"), Is.Not.Null);
    }

    /// <summary>Nova's answer about a host, unless a test sets another one.</summary>
    protected static Reading<ComputeService?> ToldByNova(string name) => name switch
    {
        "strange" => new(null, DateTimeOffset.UnixEpoch),
        "forbidden" => throw new OpenStackException(FailureKind.Refused, "Nova: find the compute service: 403 not you", status: 403) { Said = "not you" },
        "unauthorized" => throw new OpenStackException(FailureKind.Refused, "Nova: who are you", status: 401),
        "missing" => throw new OpenStackException(FailureKind.NotFound, "Nova: no such thing", status: 404),
        "conflict" => throw new OpenStackException(FailureKind.Conflict, "Nova: not now", status: 409),
        "broken" => throw new OpenStackException(FailureKind.Unreachable, "no answer"),
        _ => new(new ComputeService { Id = name, Host = name, Enabled = false, Up = false }, DateTimeOffset.UnixEpoch),
    };

    /// <summary>
    /// The rows that <see cref="FurnishAsync"/> made. Paths name them by SEGMENT, HOST, NOTIFICATION, INSTANCE (the one of type VM) and
    /// VMOVE.
    /// </summary>
    protected sealed record Things(Segment Segment, ComputeHost Host, Guid Notification, Guid InstanceNotification, Guid VMove)
    {
        public string In(string text) => text
            .Replace("SEGMENT", Segment.Uuid.ToText(), StringComparison.Ordinal).Replace("HOST", Host.Uuid.ToText(), StringComparison.Ordinal)
            .Replace("NOTIFICATION", Notification.ToText(), StringComparison.Ordinal).Replace("INSTANCE", InstanceNotification.ToText(), StringComparison.Ordinal)
            .Replace("VMOVE", VMove.ToText(), StringComparison.Ordinal);
    }

    [GeneratedRegex("""(?<name>"(created|updated)_at": ")(?<time>[-0-9T:.]{26})""")]
    private static partial Regex StoredTime();
}
