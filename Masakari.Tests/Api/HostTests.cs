using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Nova;
using Moq;

namespace Masakari.Tests.Api;

public sealed class HostTests
{
    private const string Unknown = "11111111-1111-4111-8111-111111111111";
    private readonly Mock<INova> nova = new();
    private ApiServer api = null!;
    private string segment = "";

    [SetUp]
    public async Task Start()
    {
        nova.Reset();
        Knows("c1");
        Knows("c2");
        nova.Setup(cloud => cloud.FindServiceAsync("strange", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Reading<ComputeService?>(null, DateTimeOffset.UnixEpoch));
        nova.Setup(cloud => cloud.FindServiceAsync("broken", It.IsAny<CancellationToken>())).ThrowsAsync(new OpenStackException(FailureKind.Unreachable, "no answer"));
        nova.Setup(cloud => cloud.FindServiceAsync("forbidden", It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OpenStackException(FailureKind.Refused, "Nova: not you", status: 403));
        api = await ApiServer.StartAsync(nova: nova.Object);
        var created = await api.SendAsync("POST", "/v1/segments", """{"segment": {"name": "s", "recovery_method": "auto", "service_type": "C"}}""");
        segment = created.Json["segment"]!["uuid"]!.GetValue<string>();
    }

    [TearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task Shows_what_was_created_with_its_whole_segment()
    {
        var parent = (await api.GetAsync($"/v1/segments/{segment}")).Body["{\"segment\": ".Length..^1];

        var created = await CreateAsync("c1", ", \"reserved\": \"True\"");

        var host = created.Json["host"]!;
        Assert.That(created.Status, Is.EqualTo(201));
        Assert.That(created.Body, Is.EqualTo(
            $"{{\"host\": {{\"id\": 1, \"uuid\": \"{host["uuid"]}\", \"name\": \"c1\", \"failover_segment_id\": \"{segment}\", "
            + $"\"failover_segment\": {parent}, \"type\": \"COMPUTE\", \"reserved\": true, \"control_attributes\": \"SSH\", \"on_maintenance\": false, "
            + $"\"created_at\": \"{host["created_at"]}\", \"updated_at\": null, \"deleted_at\": null, \"deleted\": false}}}}"));
        Assert.That((await api.GetAsync($"/v1/segments/{segment}/hosts/{host["uuid"]}")).Body, Is.EqualTo(created.Body));
    }

    [Test]
    public async Task Changes_and_deletes()
    {
        var path = $"/v1/segments/{segment}/hosts/{(await CreateAsync("c1")).Json["host"]!["uuid"]}";

        var updated = await api.SendAsync("PUT", path, """{"host": {"name": "c2", "on_maintenance": "yes", "type": ""}}""");
        var deleted = await api.SendAsync("DELETE", path);

        Assert.That(updated.Status, Is.EqualTo(200));
        Assert.That(updated.Body, Does.Contain("\"name\": \"c2\"").And.Contain("\"on_maintenance\": true").And.Contain("\"type\": \"\""));
        Assert.That((deleted.Status, deleted.Body), Is.EqualTo((204, "")));
    }

    [TestCase("strange", 400, "Compute service with name strange could not be found.")]
    [TestCase("c1", 409, "Host with name c1 already exists.")]
    [TestCase("forbidden", 403, null)]
    public async Task Refuses_a_host(string name, int status, string? message)
    {
        await CreateAsync("c1");

        var answer = await CreateAsync(name);

        Assert.That((answer.Status, message is null ? null : answer.Message), Is.EqualTo((status, message)));
    }

    [Test]
    public async Task Answers_500_when_nova_does_not_answer()
    {
        var answer = await CreateAsync("broken");

        Assert.That(answer.Status, Is.EqualTo(500));
        Assert.That(answer.Body, Does.StartWith("{\"masakariFault\": {\"code\": 500, \"message\": \"Unexpected API Error. Please report this at "));
        Assert.That(answer.Body, Does.EndWith("\\n<class 'Masakari.Core.OpenStack.OpenStackException'>\"}}"));
    }

    [TestCase("req-5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55", "req-5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55")]
    [TestCase("req-nonsense", null)]
    public async Task Asks_nova_under_the_callers_request_id(string sent, string? passedOn)
    {
        string? seen = "nothing";
        nova.Setup(cloud => cloud.FindServiceAsync("c3", It.IsAny<CancellationToken>())).Callback(() => seen = RequestScope.Current)
            .ReturnsAsync(new Reading<ComputeService?>(null, DateTimeOffset.UnixEpoch));

        var answer = await api.SendAsync(
            "POST", $"/v1/segments/{segment}/hosts", """{"host": {"name": "c3", "type": "", "control_attributes": ""}}""", ("X-Openstack-Request-Id", sent));

        Assert.That(seen, Is.EqualTo(passedOn));
        Assert.That(answer.Header("X-Openstack-Request-Id"), Does.StartWith("req-").And.Not.EqualTo(sent));
    }

    [TestCase("GET", "nothing", "No host with id nothing.")]
    [TestCase("GET", Unknown, $"Host '{Unknown}' under failover_segment 'SEGMENT' could not be found.")]
    [TestCase("DELETE", "nothing", "Host 'nothing' under failover_segment 'SEGMENT' could not be found.")]
    [TestCase("DELETE", Unknown, $"Host '{Unknown}' under failover_segment 'SEGMENT' could not be found.")]
    [TestCase("PUT", Unknown, $"Host '{Unknown}' under failover_segment 'SEGMENT' could not be found.")]
    public async Task Knows_no_such_host(string method, string host, string message)
    {
        var answer = await api.SendAsync(method, $"/v1/segments/{segment}/hosts/{host}", method == "PUT" ? """{"host": {"reserved": true}}""" : null);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((404, message.Replace("SEGMENT", segment, StringComparison.Ordinal))));
    }

    [Test]
    public async Task Knows_a_host_only_in_its_own_segment()
    {
        var uuid = (await CreateAsync("c1")).Json["host"]!["uuid"]!.GetValue<string>();

        var answer = await api.GetAsync($"/v1/segments/{Unknown}/hosts/{uuid}");

        Assert.That((answer.Status, answer.Message), Is.EqualTo((404, $"Host '{uuid}' under failover_segment '{Unknown}' could not be found.")));
    }

    [TestCase("GET")]
    [TestCase("POST")]
    public async Task Knows_no_such_segment(string method)
    {
        var answer = await api.SendAsync(method, $"/v1/segments/{Unknown}/hosts", """{"host": {"name": "c1", "type": "", "control_attributes": ""}}""");

        Assert.That((answer.Status, answer.Message), Is.EqualTo((404, $"No failover segment with id {Unknown}.")));
    }

    private Task<Answer> CreateAsync(string name, string more = "") => api.SendAsync(
        "POST", $"/v1/segments/{segment}/hosts", $$$"""{"host": {"name": "{{{name}}}", "type": "COMPUTE", "control_attributes": "SSH" {{{more}}} }}""");

    private void Knows(string host) => nova.Setup(cloud => cloud.FindServiceAsync(host, It.IsAny<CancellationToken>())).ReturnsAsync(
        new Reading<ComputeService?>(new ComputeService { Id = host, Host = host, Enabled = true, Up = true }, DateTimeOffset.UnixEpoch));
}
