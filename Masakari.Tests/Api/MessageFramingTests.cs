namespace Masakari.Tests.Api;

/// <summary>Requests that say in an unclear way where they end (RFC 9112, 6.1 and 6.3), over a plain connection.</summary>
public sealed class MessageFramingTests
{
    private const string Body = """{"segment": {"name": "n", "recovery_method": "auto", "service_type": "C"}}""";
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCase("Content-Length: 4\r\nTransfer-Encoding: chunked")]
    [TestCase("Transfer-Encoding: chunked\r\nContent-Length: 4")]
    [TestCase("Transfer-Encoding: gzip, chunked")]
    [TestCase("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked")]
    [TestCase("Transfer-Encoding: chunked, chunked")]
    public async Task Are_refused_and_the_connection_is_closed(string framing)
    {
        var answers = await api.SayAsync(Request("POST /v1/segments HTTP/1.1", framing) + Request("GET / HTTP/1.1", "Connection: close"));

        Assert.That(answers, Does.StartWith("HTTP/1.1 400 ").And.Contain("Connection: close"));
        Assert.That(answers.Split("HTTP/1.1 "), Has.Length.EqualTo(2), "what follows on the connection is not answered");
    }

    [TestCase("/")]
    [TestCase("/healthcheck")]
    [TestCase("/elsewhere")]
    public async Task Are_refused_at_every_path(string path)
    {
        const string Framing = "Connection: close\r\nContent-Length: 4\r\nTransfer-Encoding: chunked";

        var answer = await api.SayAsync(Request($"POST {path} HTTP/1.1", Framing));

        Assert.That(answer, Does.StartWith("HTTP/1.1 400 "));
    }

    [TestCase("chunked")]
    [TestCase("Chunked")]
    public async Task Chunked_alone_is_clear(string coding)
    {
        var answer = await api.SayAsync(Request("POST /v1/segments HTTP/1.1", $"Connection: close\r\nTransfer-Encoding: {coding}"));

        Assert.That(answer, Does.Match("^HTTP/1.1 (201|409) "));
    }

    private static string Request(string line, string headers) => headers.Contains("Transfer-Encoding", StringComparison.Ordinal)
        ? $"{line}\r\nHost: x\r\nContent-Type: application/json\r\n{headers}\r\n\r\n{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n"
        : $"{line}\r\nHost: x\r\n{headers}\r\n\r\n";
}
