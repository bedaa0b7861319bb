using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Masakari.Core.OpenStack.Nova;
using Masakari.Tests.Api;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Moq;

namespace Masakari.Tests.Service;

/// <summary>What happens to requests when the service stops. No other limit ends them here.</summary>
internal sealed class StopTests
{
    private const string Options = "graceful_shutdown_timeout = 0\n[api]\nstop_seconds = 30";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);   // for the test itself

    private readonly FakeClock clock = new();
    private TaskCompletionSource asked = null!, answer = null!, abandoned = null!;

    [SetUp]
    public void Begin() => (asked, answer, abandoned) = (Source(), Source(), Source());

    [Test]
    public async Task A_client_that_has_sent_half_of_its_headers_does_not_delay_the_stop()
    {
        await using var api = await ApiServer.StartAsync(clock: clock, moreOptions: Options);
        using var client = await ConnectAsync(api);
        await SayAsync(client, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");
        await ReadUntilAsync(client, "\"CURRENT\"");   // the web server has accepted the connection

        await SayAsync(client, "GET /v1 HTT");
        await StopAsync(api).WaitAsync(Patience);
    }

    [TestCase("Content-Length: 100", "{\"segm")]
    [TestCase("Transfer-Encoding: chunked", "7\r\n{\"segme\r\n")]
    public async Task A_client_that_has_sent_half_of_its_body_does_not_delay_the_stop(string length, string half)
    {
        await using var api = await ApiServer.StartAsync(clock: clock, moreOptions: Options);
        using var client = await ConnectAsync(api);
        await SayAsync(client, $"POST /v1/segments HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\n{length}\r\n\r\n");
        await ReadUntilAsync(client, "100 Continue");   // the service waits for the body

        await SayAsync(client, half);
        await StopAsync(api).WaitAsync(Patience);
    }

    [Test]
    public async Task A_request_under_way_is_answered_while_the_half_sent_one_is_cut()
    {
        await using var api = await ApiServer.StartAsync(clock: clock, moreOptions: Options, nova: SlowNova());
        var request = await PostHostAsync(api);
        using var client = await ConnectAsync(api);
        await SayAsync(client, "GET /v1 HTT");

        var stop = StopAsync(api);
        await UntilCutAsync(client);
        clock.Advance(TimeSpan.FromSeconds(29));
        var before = (request.IsCompleted, stop.IsCompleted);
        answer.SetResult();
        var answered = await request.WaitAsync(Patience);
        await stop.WaitAsync(Patience);

        Assert.That(before, Is.EqualTo((false, false)));
        Assert.That(answered.Status, Is.EqualTo(201), answered.Body);
    }

    [Test]
    public async Task A_request_under_way_is_cut_when_its_time_is_over()
    {
        await using var api = await ApiServer.StartAsync(clock: clock, moreOptions: Options, nova: SlowNova());
        var request = await PostHostAsync(api);

        var stop = StopAsync(api);
        clock.Advance(TimeSpan.FromSeconds(30));

        await abandoned.Task.WaitAsync(Patience);
        await stop.WaitAsync(Patience);
        await Assert.ThatAsync(() => request, Throws.InstanceOf<HttpRequestException>());
    }

    private INova SlowNova()
    {
        var nova = new Mock<INova>();
        nova.Setup(slow => slow.FindServiceAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns((string name, CancellationToken ct) => FindSlowlyAsync(name, ct));
        return nova.Object;
    }

    private async Task<Reading<ComputeService?>> FindSlowlyAsync(string name, CancellationToken ct)
    {
        asked.TrySetResult();
        try
        {
            await answer.Task.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            abandoned.TrySetResult();
            throw;
        }

        var service = new ComputeService { Id = name, Host = name, Enabled = true, Up = true };
        return new Reading<ComputeService?>(service, DateTimeOffset.UnixEpoch);
    }

    /// <summary>Begins a request that waits for Nova.</summary>
    private async Task<Task<Answer>> PostHostAsync(ApiServer api)
    {
        var segment = await api.SendAsync(
            "POST", "/v1/segments", """{"segment": {"name": "s1", "recovery_method": "auto", "service_type": "COMPUTE"}}""");
        var uuid = JsonNode.Parse(segment.Body)!["segment"]!["uuid"];
        var request = api.SendAsync(
            "POST", $"/v1/segments/{uuid}/hosts", """{"host": {"name": "c1", "type": "COMPUTE", "control_attributes": "SSH"}}""");
        await asked.Task.WaitAsync(Patience);
        return request;
    }

    /// <summary>When it returns, the stop has begun.</summary>
    private static Task StopAsync(ApiServer api)
    {
        api.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        return api.Services.GetRequiredService<IHost>().StopAsync(CancellationToken.None);
    }

    private static async Task<TcpClient> ConnectAsync(ApiServer api)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(api.Address).Port);
        return client;
    }

    private static async Task SayAsync(TcpClient client, string words) =>
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(words));

    private static async Task ReadUntilAsync(TcpClient client, string words)
    {
        using var limit = new CancellationTokenSource(Patience);
        var (heard, buffer) = ("", new byte[4096]);
        while (!heard.Contains(words, StringComparison.Ordinal))
        {
            var read = await client.GetStream().ReadAsync(buffer, limit.Token);
            Assert.That(read, Is.Positive, heard);
            heard += Encoding.Latin1.GetString(buffer, 0, read);
        }
    }

    /// <summary>Waits until the service has ended the connection.</summary>
    private static async Task UntilCutAsync(TcpClient client)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            Assert.That(await client.GetStream().ReadAsync(new byte[1], limit.Token), Is.Zero, "an answer");
        }
        catch (IOException)
        {
            // a reset
        }
    }

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
