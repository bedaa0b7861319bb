using System.Net;
using System.Net.Sockets;
using System.Text;
using Masakari.Core.OpenStack.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.OpenStack.Http;

/// <summary>The last question before a request is sent, over real sockets: only a socket shows when the bytes go out.</summary>
public sealed class MayGoTests
{
    private TcpListener listener = null!;
    private RestClient rest = null!;

    [SetUp]
    public void Begin()
    {
        listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        rest = new RestClient("Nova", SocketTransport.Create(new TransportOptions()), TimeProvider.System, NullLogger.Instance);
    }

    [TearDown]
    public void End()
    {
        rest.Dispose();
        listener.Dispose();
    }

    [TestCase("""{"evacuate":{}}""")]
    [TestCase(null)]
    public async Task Is_asked_when_the_connection_stands_and_sends_not_a_byte_when_the_answer_is_no(string? body)
    {
        Socket? accepted = null;
        var answer = await rest.TrySendAsync(Ask(body, async ct =>
        {
            accepted = await listener.AcceptSocketAsync(ct);
            return false;
        }), default);

        Assert.That(answer, Is.Null);
        using (accepted)
            Assert.That(await accepted!.ReceiveAsync(new byte[1]), Is.Zero, "the connection was closed without a byte");
    }

    [Test]
    public async Task Passes_on_what_goes_wrong_with_the_question()
    {
        var sending = rest.TrySendAsync(Ask("{}", _ => throw new InvalidDataException("no database")), default);

        await Assert.ThrowsAsync<InvalidDataException>(() => sending);
    }

    [TestCase("""{"evacuate":{}}""", 15, "Content-Type: application/json; charset=utf-8")]
    [TestCase(null, 0, "POST /action")]
    public async Task Lets_all_of_the_request_through_when_the_answer_is_yes(string? body, int length, string head)
    {
        var asked = 0;
        var sending = rest.TrySendAsync(Ask(body, _ =>
        {
            asked++;
            return Task.FromResult(true);
        }), default);

        using var accepted = await listener.AcceptSocketAsync();
        var received = "";
        var buffer = new byte[1000];
        while (!received.EndsWith($"\r\n\r\n{body}", StringComparison.Ordinal))
            received += Encoding.UTF8.GetString(buffer, 0, await accepted.ReceiveAsync(buffer));
        await accepted.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));

        Assert.That((await sending)?.Status, Is.EqualTo(200));
        Assert.That(received, Does.StartWith("POST /action").And.Contain(head).And.Contain($"Content-Length: {length}"));
        Assert.That(asked, Is.EqualTo(1));
    }

    private Ask Ask(string? body, Func<CancellationToken, Task<bool>> mayGo) => new()
    {
        Method = HttpMethod.Post, Url = new Uri($"http://{listener.LocalEndpoint}/action"), What = "act", Limit = TimeSpan.FromMinutes(1),
        Body = body, MayGo = mayGo,
    };
}
