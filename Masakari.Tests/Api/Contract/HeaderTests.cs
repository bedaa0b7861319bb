namespace Masakari.Tests.Api.Contract;

/// <summary>The headers of answers, and the effect of request headers.</summary>
internal sealed class HeaderTests(string kind) : ContractTests(kind)
{
    private const string Own = "application/vnd.openstack.masakari+json";
    private Things things = null!;

    [SetUp]
    public async Task Furnish() => things = await FurnishAsync();

    [TestCase(null, "application/json")]
    [TestCase("*/*", "application/json")]
    [TestCase(Own, Own)]
    [TestCase(Own + ";version=1", Own)]
    [TestCase("application/xml", "application/json")]
    [TestCase("image/png", "application/json")]
    [TestCase(";;,", "application/json")]
    public async Task Answers_json_whatever_is_accepted(string? accept, string contentType)
    {
        (string, string)[] headers = accept is null ? [] : [("Accept", accept)];

        var shown = await Api.GetAsync("/v1/segments", headers);
        var deleted = await Api.SendAsync("DELETE", things.In("/v1/segments/SEGMENT"), null, headers);
        var fault = await Api.GetAsync("/v1/segments/x", headers);

        Assert.That((shown.Status, shown.Header("Content-Type")), Is.EqualTo((200, contentType)));
        Assert.That((deleted.Status, deleted.Body, deleted.Header("Content-Type")), Is.EqualTo((204, "", contentType)));
        Assert.That((fault.Status, fault.Header("Content-Type")), Is.EqualTo((404, "application/json; charset=UTF-8")));
    }

    [TestCase("1.0")]
    [TestCase("1.3")]
    public async Task Names_the_version_one_way_on_success_and_another_on_a_fault(string version)
    {
        var shown = await AskAsync(version, "GET", things.In("/v1/segments/SEGMENT"));
        var fault = await AskAsync(version, "GET", "/v1/segments/x");

        Assert.That((shown.Header("OpenStack-API-Version"), shown.Header("Vary")), Is.EqualTo(($"masakari {version}", "OpenStack-API-Version")));
        Assert.That((fault.Header("OpenStack-API-Version"), fault.Header("Vary")), Is.EqualTo(($"instance-ha {version}", "OpenStack-API-Version")));
    }

    [TestCase("/v1/segments")]
    [TestCase("/v1/segments/x")]
    [TestCase("/v1/nothing")]
    public async Task Gives_each_answer_below_v1_an_id_of_its_own(string path)
    {
        var given = "req-" + Guid.NewGuid();

        var first = await Api.GetAsync(path, ("X-Openstack-Request-Id", given));
        var second = await Api.GetAsync(path, ("X-Openstack-Request-Id", given));

        AssertUsualHeaders(first);
        Assert.That(first.Header("X-Openstack-Request-Id"), Is.Not.EqualTo(given).And.Not.EqualTo(second.Header("X-Openstack-Request-Id")));
    }

    [TestCase("/v1")]
    [TestCase("/v1/segments")]
    [TestCase("/v1/nothing")]
    public async Task Answers_options_below_v1_with_nothing_however_long_the_request(string path)
    {
        var answer = await Api.SendAsync("OPTIONS", path, new string('x', 114689), ("OpenStack-API-Version", "instance-ha bad"));

        Assert.That((answer.Status, answer.Body), Is.EqualTo((200, "")));
        foreach (var never in new[] { "Content-Type", "X-Openstack-Request-Id", "OpenStack-API-Version", "Vary", "Allow" })
            Assert.That(answer.Header(never), Is.Null, never);
    }

    // Errors outside the API proper carry no version header, but the request id.
    [TestCase(404, 0)]
    [TestCase(413, 114689)]
    public async Task Raw_errors_name_no_version(int status, int length)
    {
        var answer = await Api.SendAsync("POST", "/v1/nothing", new string('x', length), ("OpenStack-API-Version", "instance-ha 1.2"));

        Assert.That((answer.Status, answer.Header("Content-Type")), Is.EqualTo((status, "text/plain; charset=UTF-8")));
        Assert.That((answer.Header("OpenStack-API-Version"), answer.Header("Vary")), Is.EqualTo(((string?)null, (string?)null)));
        AssertUsualHeaders(answer);
    }

    [Test]
    public async Task Minds_no_byte_of_a_header_that_is_no_utf_8()
    {
        var answer = await Api.SayAsync("GET /v1/segments HTTP/1.1\r\nHost: api\r\nUser-Agent: Z\u00fcrich\r\nConnection: close\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 200 OK"));
    }
}
