using System.Net;
using System.Net.Sockets;
using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Hosts.Opinions;
using Masakari.Core.Monitoring.Reports;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Tests.Simulation;
using Moq;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>Second opinions about a host that the cluster calls failed.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OpinionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly FakeClock clock = new();
    private readonly Dictionary<string, SocketError?> ports = [];
    private readonly ClusterView view = ClusterView.Of(new Dictionary<string, HostSight>
    {
        ["c1"] = new(HostState.Online, ""), ["c2"] = new(HostState.Failed, ""), ["c3"] = new(HostState.Online, ""),
    });

    // Null: it accepts the connection.
    [TestCase(null, null, OpinionAnswer.Alive)]
    [TestCase(SocketError.ConnectionRefused, null, OpinionAnswer.Alive)]
    [TestCase(SocketError.HostUnreachable, null, OpinionAnswer.Silent)]
    [TestCase(SocketError.HostUnreachable, SocketError.ConnectionRefused, OpinionAnswer.Silent)]
    [TestCase(SocketError.HostUnreachable, SocketError.HostUnreachable, OpinionAnswer.CannotTell)]
    [TestCase(SocketError.NetworkUnreachable, null, OpinionAnswer.CannotTell)]
    [TestCase(SocketError.HostNotFound, null, OpinionAnswer.CannotTell)]
    public async Task Ssh_believes_a_silent_port_only_when_that_of_another_host_answers(
        SocketError? failed, SocketError? other, OpinionAnswer expected)
    {
        (ports["c2"], ports["c3"], ports["c1"]) = (failed, other, null);

        Assert.That((await Ssh().AskAsync("c2", view, default)).Answer, Is.EqualTo(expected));
    }

    [Test]
    public async Task Ssh_gives_up_after_a_time()
    {
        (ports["c2"], ports["c3"]) = (SocketError.WouldBlock, null);
        var asks = Ssh().AskAsync("c2", view, default);
        Assert.That(asks.IsCompleted, Is.False);

        clock.Advance(Limit);

        Assert.That(await asks, Is.EqualTo(new Opinion(
            OpinionAnswer.Silent, "its SSH port 22 does not answer (no answer within 5 s), and that of c3 does")));
    }

    [Test]
    public async Task Ssh_opens_real_connections()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await SshOpinion.ConnectAsync(new DnsEndPoint("127.0.0.1", port), default);
        listener.Stop();

        await Assert.ThatAsync(
            () => SshOpinion.ConnectAsync(new DnsEndPoint("127.0.0.1", port), default), Throws.InstanceOf<SocketException>());
    }

    [TestCase(true, false, OpinionAnswer.Alive)]
    [TestCase(false, false, OpinionAnswer.Silent)]
    [TestCase(true, true, OpinionAnswer.Silent)]
    [TestCase(false, true, OpinionAnswer.Silent)]
    public async Task Nova_says_whether_it_hears_of_the_host(bool up, bool forcedDown, OpinionAnswer expected)
    {
        var service = new ComputeService { Id = "1", Host = "c2", Enabled = true, Up = up, ForcedDown = forcedDown };

        Assert.That((await NovaAsync(new Reading<ComputeService?>(service, clock.GetUtcNow()))).Answer, Is.EqualTo(expected));
    }

    [Test]
    public async Task Nova_that_does_not_know_the_host_or_is_away_says_nothing()
    {
        Assert.That((await NovaAsync(new Reading<ComputeService?>(null, clock.GetUtcNow()))).Answer, Is.EqualTo(OpinionAnswer.CannotTell));

        var nova = new Mock<INova>();
        nova.Setup(one => one.FindServiceAsync("c2", It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OpenStackException(FailureKind.Unreachable, "Nova: no answer"));
        Assert.That(await new NovaOpinion(nova.Object, Limit, clock).AskAsync("c2", view, default), Is.EqualTo(
            new Opinion(OpinionAnswer.CannotTell, "Nova cannot be asked (Nova: no answer)")));
    }

    [TestCase("online", "failed", OpinionAnswer.Alive)]
    [TestCase("failed", "failed", OpinionAnswer.Silent)]
    [TestCase("failed", null, OpinionAnswer.Silent)]
    [TestCase("unknown", null, OpinionAnswer.CannotTell)]
    [TestCase(null, null, OpinionAnswer.CannotTell)]
    public async Task One_peer_that_sees_the_host_is_enough_to_doubt(string? first, string? second, OpinionAnswer expected)
    {
        using var peers = new FakePeers(new() { ["c3"] = first, ["c4"] = second, ["c2"] = "online" });
        using var http = new HttpMessageInvoker(peers, disposeHandler: false);
        var opinion = new PeersOpinion(
            [new Uri("http://c3:15869/"), new Uri("http://c4:15869/"), new Uri("http://c2:15869/")], http, Limit, clock);

        Assert.That((await opinion.AskAsync("c2", view, default)).Answer, Is.EqualTo(expected));
    }

    [Test]
    public void Together_they_hold_a_report_back_or_let_it_go()
    {
        var (alive, silent, none) = (Says(OpinionAnswer.Alive), Says(OpinionAnswer.Silent), Says(OpinionAnswer.CannotTell));

        Assert.That(JointOpinion.Of([], TimeSpan.Zero, Limit).WhyHeld, Is.Null);
        Assert.That(JointOpinion.Of([silent, alive], TimeSpan.FromHours(1), Limit).WhyHeld, Does.Contain("lives"));
        Assert.That(JointOpinion.Of([silent, none], TimeSpan.Zero, Limit).WhyHeld, Is.Null);
        Assert.That(JointOpinion.Of([none, none], TimeSpan.Zero, Limit).WhyHeld, Does.Contain("no second opinion yet"));
        Assert.That(JointOpinion.Of([none, none], Limit, Limit).WhyHeld, Is.Null);
    }

    private static Opinion Says(OpinionAnswer answer) => new(answer, $"{answer}");

    private SshOpinion Ssh() => new(22, Limit, new MonitoredHost("c1"), clock, (to, ct) => ports[to.Host] switch
    {
        null => Task.CompletedTask,
        SocketError.WouldBlock => Task.Delay(Timeout.InfiniteTimeSpan, clock, ct),
        { } error => throw new SocketException((int)error),
    });

    private Task<Opinion> NovaAsync(Reading<ComputeService?> reading)
    {
        var nova = new Mock<INova>();
        nova.Setup(one => one.FindServiceAsync("c2", It.IsAny<CancellationToken>())).ReturnsAsync(reading);
        return new NovaOpinion(nova.Object, Limit, clock).AskAsync("c2", view, default);
    }

    /// <summary>The pages of other monitors; null = nothing answers there.</summary>
    private sealed class FakePeers(Dictionary<string, string?> states) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.That(request.RequestUri!.AbsolutePath, Is.EqualTo("/hosts"));
            if (states[request.RequestUri.Host] is not { } state) throw new HttpRequestException("Connection refused");
            return Task.FromResult(new HttpResponseMessage
            {
                Content = new StringContent($"{{\"hosts\": {{\"c2\": \"{state}\"}}}}"),
            });
        }
    }
}
