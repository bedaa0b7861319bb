using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Nova;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Testing;
using Moq;

namespace Masakari.Tests.Api;

/// <summary>The ids of a request appear in the answer, in the log and in the requests to Nova.</summary>
internal sealed class RequestIdTests(string kind) : OnEveryDatabase(kind)
{
    private const string Global = "req-6b0c3c5e-5d8a-4a53-9a53-0d6a0d1f8e11";

    private readonly FakeLogCollector log = new();
    private readonly List<string?> toldNova = [];
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var nova = new Mock<INova>();
        nova.Setup(known => known.FindServiceAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync((string _, CancellationToken _) =>
        {
            toldNova.Add(RequestScope.Current);
            return new Reading<ComputeService?>(null, DateTimeOffset.UnixEpoch);
        });
        api = await ApiServer.StartAsync(database: Database, nova: nova.Object, log: log, moreOptions: "use_forwarded_for = true");
    }

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCase(Global, Global)]
    [TestCase("req-6B0C3C5E-5d8a-4a53-9a53-0d6a0d1f8e11", null)]
    [TestCase("6b0c3c5e-5d8a-4a53-9a53-0d6a0d1f8e11", null)]
    public async Task The_callers_id_goes_on_to_nova_when_it_has_the_usual_form(string given, string? told)
    {
        var created = await api.SendAsync("POST", "/v1/segments", $$$"""{"segment": {"name": "{{{given}}}", "recovery_method": "auto", "service_type": "X"}}""");
        toldNova.Clear();

        var answer = await api.SendAsync("POST", $"/v1/segments/{created.Json["segment"]!["uuid"]}/hosts",
            """{"host": {"name": "c1", "type": "COMPUTE", "control_attributes": "SSH"}}""", ("X-Openstack-Request-Id", given));

        Assert.That(toldNova, Is.EqualTo(new[] { told }));
        Assert.That(answer.Header("X-Openstack-Request-Id"), Does.StartWith("req-").And.Not.EqualTo(given), "the answer has an id of its own");
    }

    [Test]
    public async Task Both_ids_and_the_client_stand_in_the_log()
    {
        var answer = await api.GetAsync("/v1/nothing%0Ahere?a=b", ("X-Openstack-Request-Id", Global), ("X-Forwarded-For", "192.0.2.7"));
        await api.GetAsync("/");   // same connection: answered only after the request before has been logged

        Assert.That(log.TimedLines, Has.Some.Contains("Information 6001 GET /v1/nothing%0Ahere?a=b -> 404 in")
            .And.Contains($"from 192.0.2.7 ({answer.Header("X-Openstack-Request-Id")}, {Global})"));
    }

    [Test]
    public async Task Reads_that_go_well_do_not_fill_the_log()
    {
        await api.GetAsync("/v1/segments?limit=1");
        await api.SendAsync("POST", "/v1/segments", "{}");
        await api.GetAsync("/");

        Assert.That(log.TimedLines, Has.Some.Contains("Debug 6001 GET /v1/segments?limit=1 -> 200"));
        Assert.That(log.TimedLines, Has.Some.Contains("Information 6001 POST /v1/segments -> 400"));
    }

    [Test]
    public async Task Health_checks_do_not_fill_the_log()
    {
        await api.GetAsync("/healthcheck");
        await api.GetAsync("/");

        Assert.That(log.TimedLines, Has.Some.Contains("Debug 6001 GET /healthcheck -> 200"));
    }
}
