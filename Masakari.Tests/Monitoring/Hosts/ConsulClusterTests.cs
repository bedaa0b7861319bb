using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Hosts.Consul;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>The driver for consul against agents that speak consul's HTTP API.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ConsulClusterTests : IDisposable
{
    private static readonly string[] All = ["manage", "tenant", "storage"];

    private readonly FakeClock clock = new();
    private readonly FakeLogCollector log = new();
    private readonly FakeConsul consul;
    private readonly ConsulCluster cluster;

    public ConsulClusterTests()
    {
        consul = new FakeConsul(clock, All);
        foreach (var network in All) consul.Set(network, "c1", 1).Set(network, "c2", 1).Set(network, "c3", 1);
        cluster = Cluster(new ConsulMatrix(All, null));
    }

    public void Dispose() => consul.Dispose();

    [Test]
    public async Task A_host_that_is_alive_in_all_networks_is_online()
    {
        Assert.That((await LookAsync("c2")).State, Is.EqualTo(HostState.Online));
    }

    // The default: a host is lost with its storage network.
    [TestCase(4, 1, 1, HostState.Unknown)]
    [TestCase(1, 4, 1, HostState.Unknown)]
    [TestCase(1, 1, 4, HostState.Failed)]
    [TestCase(4, 4, 4, HostState.Failed)]
    [TestCase(1, 1, 0, HostState.Failed)]
    [TestCase(3, 3, 3, HostState.Planned)]
    [TestCase(1, 2, 1, HostState.Planned)]
    [TestCase(3, 3, 4, HostState.Failed)]
    public async Task The_matrix_says_which_lost_networks_count(int manage, int tenant, int storage, HostState expected)
    {
        consul.Set("manage", "c2", manage).Set("tenant", "c2", tenant).Set("storage", "c2", storage);

        Assert.That((await LookAsync("c2")).State, Is.EqualTo(expected));
        Assert.That((await LookAsync("c3")).State, Is.EqualTo(HostState.Online));
    }

    [Test]
    public async Task A_member_that_vanished_without_leaving_is_down()
    {
        await cluster.LookAsync(default);

        foreach (var network in All) consul.Remove(network, "c2");
        Assert.That((await LookAsync("c2")).State, Is.EqualTo(HostState.Failed));

        foreach (var network in All) consul.Set(network, "c3", 3);
        await cluster.LookAsync(default);
        foreach (var network in All) consul.Remove(network, "c3");
        Assert.That((await cluster.LookAsync(default)).Hosts.Keys, Has.None.EqualTo("c3"), "consul forgets those that left");
    }

    [Test]
    public async Task A_host_that_one_network_never_knew_is_not_judged_by_the_others()
    {
        consul.Remove("storage", "c2").Set("manage", "c2", 4);

        Assert.That((await LookAsync("c2")).State, Is.EqualTo(HostState.Unknown));
    }

    [Test]
    public async Task One_agent_away_does_not_end_the_look()
    {
        consul.Set("storage", "c2", 4).Stop("manage");

        var view = await cluster.LookAsync(default);

        Assert.That(view.Hosts["c2"].State, Is.EqualTo(HostState.Failed), "lost with its storage, whatever manage says");
        Assert.That(view.Hosts["c3"].State, Is.EqualTo(HostState.Unknown), "mixed looks are never online");
        Assert.That(view.Trouble, Is.Null);
        Assert.That(view.Gap, Is.EqualTo("network manage: its agent http://manage:8500/ cannot be asked: Connection refused"));
        Assert.That(log.Lines, Has.One.StartWith("7712"));
    }

    [Test]
    public async Task An_agent_that_is_cut_off_says_nothing_about_others()
    {
        foreach (var host in new[] { "c2", "c3" }) consul.Set("storage", host, 4);
        consul.CutOff("storage");

        var view = await cluster.LookAsync(default);

        Assert.That(view.Hosts.Values.Select(host => host.State), Has.None.EqualTo(HostState.Failed));
    }

    [Test]
    public async Task Without_any_agent_it_must_be_silent()
    {
        foreach (var network in All) consul.Stop(network);

        Assert.That((await cluster.LookAsync(default)).MustBeSilent, Is.True);
    }

    [Test]
    public async Task An_agent_that_hangs_is_left_after_five_seconds()
    {
        consul.Hang("tenant");
        var look = cluster.LookAsync(default);
        Assert.That(look.IsCompleted, Is.False);

        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.That((await look).Gap, Does.StartWith("network tenant: its agent http://tenant:8500/ did not answer within 5 s"));
    }

    [Test]
    public async Task A_row_of_a_file_decides_where_there_is_one()
    {
        var matrix = new ConsulMatrix(["manage", "storage"], [new([false, true], Recovers: true), new([true, false], Recovers: false)]);
        consul.Set("manage", "c2", 4).Set("storage", "c3", 4);

        var view = await Cluster(matrix).LookAsync(default);

        Assert.That((view.Hosts["c2"].State, view.Hosts["c3"].State), Is.EqualTo((HostState.Failed, HostState.Unknown)));
    }

    private async Task<HostSight> LookAsync(string host) => (await cluster.LookAsync(default)).Hosts[host];

    private ConsulCluster Cluster(ConsulMatrix matrix) => new(
        [.. matrix.Sequence.Select(network => new ConsulAgent(
            new ConsulNetwork(network, new Uri($"http://{network}:8500/")), new HttpMessageInvoker(consul, disposeHandler: false), clock))],
        matrix, new FakeLogger<ConsulCluster>(log));
}
