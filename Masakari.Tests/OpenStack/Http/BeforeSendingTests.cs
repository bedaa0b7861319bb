using System.Net;
using System.Net.Sockets;
using System.Text;
using Masakari.Core.OpenStack.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.OpenStack.Http;

/// <summary>The last check before a request is sent, over real sockets: only a socket shows when the bytes go out.</summary>
public sealed class BeforeSendingTests
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

    [Test]
    public async Task Is_asked_when_the_connection_stands_and_sends_not_a_byte_when_the_answer_is_no()
    {
        Socket? accepted = null;
        var sending = rest.SendAsync(Ask(async ct =>
        {
            accepted = await listener.AcceptSocketAsync(ct);
            throw new InvalidDataException("no");
        }), default);

        await Assert.ThrowsAsync<InvalidDataException>(() => sending);
        using (accepted)
            Assert.That(await accepted!.ReceiveAsync(new byte[1]), Is.Zero, "the connection was closed without a byte");
    }

    [Test]
    public async Task Lets_all_of_the_request_through_when_the_answer_is_yes()
    {
        var asked = 0;
        var sending = rest.SendAsync(Ask(_ =>
        {
            asked++;
            return Task.CompletedTask;
        }), default);

        using var accepted = await listener.AcceptSocketAsync();
        var received = "";
        var buffer = new byte[1000];
        while (!received.EndsWith("""{"evacuate":{}}""", StringComparison.Ordinal))
            received += Encoding.UTF8.GetString(buffer, 0, await accepted.ReceiveAsync(buffer));
        await accepted.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));

        Assert.That((await sending).Status, Is.EqualTo(200));
        Assert.That(received, Does.StartWith("POST /action").And.Contain("Content-Type: application/json; charset=utf-8").And.Contain("Content-Length: 15"));
        Assert.That(asked, Is.EqualTo(1));
    }

    private Ask Ask(Func<CancellationToken, Task> guard) => new()
    {
        Method = HttpMethod.Post, Url = new Uri($"http://{listener.LocalEndpoint}/action"), What = "act", Limit = TimeSpan.FromMinutes(1),
        Body = """{"evacuate":{}}""", BeforeSending = guard,
    };
}
