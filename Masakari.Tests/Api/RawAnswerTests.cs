using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Identity;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Testing;
using Moq;

namespace Masakari.Tests.Api;

/// <summary>Errors outside the API proper: no fault envelope, no version header, HTML, JSON or text by the Accept header.</summary>
internal sealed class RawAnswerTests(string kind) : OnEveryDatabase(kind)
{
    private readonly FakeLogCollector trouble = LogLines.OfTrouble();
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync(KeystoneThatIsAway(), database: Database, moreOptions: "[oslo_middleware]\nmax_request_body_size = 10\n[cors]\nallowed_origin = http://page", log: trouble);

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCase("Transfer-Encoding: chunked\r\n\r\nno number\r\n")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n2\r\n{}no end of the chunk\r\n")]
    public async Task Says_that_a_body_cannot_be_read(string rest)
    {
        var answer = await api.SayAsync("POST /v1/segments HTTP/1.1\r\nHost: api\r\nContent-Type: application/json\r\n" + rest);

        Assert.That(answer, Does.StartWith("HTTP/1.1 400 Bad Request\r\n").And.Contain("400 Bad Request\n\nThe body of the request could not be read."));
        Assert.That(trouble.Lines, Is.Empty);
    }

    [TestCase("text/html")]
    [TestCase("*/*")]
    [TestCase("application/json, text/html;q=0.1")]
    public async Task Is_a_page_for_browsers(string accept)
    {
        var answer = await api.SendAsync("POST", "/v1/segments", "12345678901", ("Accept", accept));

        Assert.That((answer.Status, answer.Header("Content-Type")), Is.EqualTo((413, "text/html; charset=UTF-8")));
        Assert.That(answer.Body, Is.EqualTo("""
            <html>
             <head>
              <title>413 Request Entity Too Large</title>
             </head>
             <body>
              <h1>413 Request Entity Too Large</h1>
              Request is too large. Larger than max_request_body_size (10).<br /><br />



             </body>
            </html>
            """));
    }

    [TestCase("application/json")]
    [TestCase("application/*;q=0.2, image/png")]
    public async Task Is_json_for_those_who_take_it(string accept)
    {
        var answer = await api.GetAsync("/v1/segments", ("Accept", accept), ("X-Auth-Token", "t"));

        Assert.That((answer.Status, answer.Header("Content-Type")), Is.EqualTo((503, "application/json")));
        Assert.That(answer.Body, Is.EqualTo(
            "{\"message\": \"The Keystone service is temporarily unavailable.<br /><br />\\n\\n\\n\", \"code\": \"503 Service Unavailable\", "
            + "\"title\": \"Service Unavailable\"}"));
    }

    [TestCase("image/png")]
    [TestCase("application/json;q=0")]
    [TestCase("not a type")]
    [TestCase(null)]
    public async Task Is_plain_text_for_all_others(string? accept)
    {
        (string, string)[] headers = accept is null ? [] : [("Accept", accept)];

        var answer = await api.GetAsync("/v1/segments", [.. headers, ("X-Auth-Token", "t")]);

        Assert.That((answer.Status, answer.Header("Content-Type")), Is.EqualTo((503, "text/plain; charset=UTF-8")));
        Assert.That(answer.Body, Is.EqualTo("503 Service Unavailable\n\nThe Keystone service is temporarily unavailable.\n\n   "));
        Assert.That(answer.Header("OpenStack-API-Version"), Is.Null);
        Assert.That(answer.Header("X-Openstack-Request-Id"), Is.Not.Null);
    }

    [TestCase(true, 10, 401)]
    [TestCase(true, 11, 413)]
    [TestCase(false, 10, 401)]
    [TestCase(false, 11, 413)]
    public async Task Measures_bodies_before_it_asks_whose_they_are(bool chunked, int length, int status)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, api.Address + "/v1/segments") { Content = new ByteArrayContent(new byte[length]) };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await client.SendAsync(request);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    [TestCase(null, 401)]
    [TestCase("t", 503)]
    public async Task Pages_of_other_origins_may_read_that_they_are_refused(string? token, int status)
    {
        (string, string)[] headers = token is null ? [] : [("X-Auth-Token", token)];

        var answer = await api.GetAsync("/v1/segments", [.. headers, ("Origin", "http://page")]);

        Assert.That((answer.Status, answer.Header("Access-Control-Allow-Origin"), answer.Header("Vary")), Is.EqualTo((status, "http://page", "Origin")));
    }

    [Test]
    public async Task Leaves_the_size_alone_above_v1()
    {
        var answer = await api.SendAsync("POST", "/", "12345678901");

        Assert.That(answer.Status, Is.EqualTo(200));
    }

    private static IIdentity KeystoneThatIsAway()
    {
        var keystone = new Mock<IIdentity>();
        keystone.Setup(identity => identity.ValidateAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OpenStackException(FailureKind.Unreachable, "away"));
        return keystone.Object;
    }
}
