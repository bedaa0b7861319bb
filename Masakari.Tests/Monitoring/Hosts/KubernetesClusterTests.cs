using k8s;
using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Hosts.Kubernetes;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>The driver for kubernetes, with the real client, against an API server of the test.</summary>
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class KubernetesClusterTests : IDisposable
{
    private readonly FakeClock clock = new();
    private readonly FakeApiServer server = new();
    private readonly CancellationTokenSource stop = new();
    private readonly KubernetesCluster cluster;

    public KubernetesClusterTests()
    {
        server.Set("c1").Set("c2").Set("c3");
        cluster = new KubernetesCluster(
            () => new k8s.Kubernetes(new KubernetesClientConfiguration { Host = "http://api.test" }, server), "compute=yes", clock);
    }

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
        cluster.Dispose();
        server.Dispose();
    }

    [TestCase("True", "", false, HostState.Online)]
    [TestCase("True", "", true, HostState.Online)]
    [TestCase("Unknown", "Kubelet stopped posting node status.", false, HostState.Failed)]
    [TestCase("Unknown", "Kubelet stopped posting node status.", true, HostState.Planned)]
    [TestCase("False", "container runtime is down", false, HostState.Unknown)]
    [TestCase("False", "node is shutting down", false, HostState.Planned)]
    public async Task The_condition_Ready_says_how_a_node_is(string ready, string message, bool cordoned, HostState expected)
    {
        await StartAsync();

        server.Set("c2", ready, message, cordoned);

        Assert.That(await StateAsync("c2"), Is.EqualTo(expected));
        Assert.That(await StateAsync("c3"), Is.EqualTo(HostState.Online));
    }

    [Test]
    public async Task A_host_that_was_shut_down_stays_so_when_its_kubelet_falls_silent()
    {
        await StartAsync();

        server.Set("c2", "False", "node is shutting down");
        server.Set("c2", "Unknown", "Kubelet stopped posting node status.");
        Assert.That(await StateAsync("c2"), Is.EqualTo(HostState.Planned));
        server.Set("c2");
        server.Set("c2", "Unknown", "Kubelet stopped posting node status.");
        Assert.That(await StateAsync("c2"), Is.EqualTo(HostState.Failed));
    }

    [Test]
    public async Task A_node_that_is_deleted_is_forgotten()
    {
        await StartAsync();

        server.Delete("c2");

        Assert.That((await LookAsync()).Hosts.Keys.Order(), Is.EqualTo(["c1", "c3"]));
    }

    [Test]
    public async Task A_watch_that_breaks_goes_on_from_the_last_bookmark()
    {
        await StartAsync();
        var bookmark = server.Bookmark();
        await clock.RunAsync(TimeSpan.FromSeconds(1));

        server.Drop();
        server.Set("c2", "Unknown");
        await clock.RunAsync(TimeSpan.FromSeconds(5));

        Assert.That(await StateAsync("c2"), Is.EqualTo(HostState.Failed), "the event between the two watches is not lost");
        Assert.That(server.Queries.Count(query => !query.Contains("watch=true", StringComparison.Ordinal)), Is.EqualTo(1), "listed once");
        Assert.That(server.Queries[^1], Does.Contain($"resourceVersion={bookmark}").And.Contain("allowWatchBookmarks=true")
            .And.Contain("labelSelector=compute=yes"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Nodes_are_listed_anew_when_the_place_of_the_watch_is_gone(bool told)
    {
        await StartAsync();

        server.Compact(told);
        if (!told) server.Drop();
        server.Set("c2", "Unknown");
        await clock.RunAsync(TimeSpan.FromSeconds(5));

        Assert.That(await StateAsync("c2"), Is.EqualTo(HostState.Failed));
        Assert.That(server.Queries.Count(query => !query.Contains("watch=true", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public async Task A_watch_without_a_word_is_made_anew()
    {
        await StartAsync();
        var before = server.Queries.Count;

        await clock.RunAsync(TimeSpan.FromMinutes(5));

        Assert.That(server.Queries, Has.Count.GreaterThanOrEqualTo(before + 3));
        Assert.That((await LookAsync()).Trouble, Is.Null);
    }

    [Test]
    public async Task An_API_server_away_for_ten_minutes_makes_nobody_dead()
    {
        await StartAsync();

        server.Away("Connection refused");
        await clock.RunAsync(TimeSpan.FromMinutes(10));
        var during = await LookAsync();
        server.Set("c2", "Unknown").Set("c3", "Unknown").Away(null);
        await clock.RunAsync(TimeSpan.FromSeconds(40));
        var just = await LookAsync();
        server.Set("c3");
        await clock.RunAsync(TimeSpan.FromSeconds(61));

        Assert.That((during.Trouble, during.MustBeSilent), Is.EqualTo(("the API server cannot be asked: Connection refused", false)));
        Assert.That((just.Hosts["c2"].State, just.Hosts["c3"].State), Is.EqualTo((HostState.Unknown, HostState.Unknown)));
        Assert.That((await StateAsync("c2"), await StateAsync("c3")), Is.EqualTo((HostState.Failed, HostState.Online)));
    }

    [Test]
    public async Task When_no_node_is_ready_it_must_be_silent()
    {
        await StartAsync();

        foreach (var node in new[] { "c1", "c2", "c3" }) server.Set(node, "Unknown");

        Assert.That((await LookAsync()).MustBeSilent, Is.True);
    }

    [Test]
    public async Task Outside_of_a_pod_it_says_so()
    {
        using var outside = new KubernetesCluster(
            () => new k8s.Kubernetes(KubernetesClientConfiguration.InClusterConfig()), "", clock);
        _ = Task.Run(() => outside.RunAsync(stop.Token));

        await clock.RunAsync(TimeSpan.FromSeconds(5));

        Assert.That((await outside.LookAsync(default)).Trouble, Does.StartWith("this process does not run in a pod"));
    }

    private async Task StartAsync()
    {
        _ = Task.Run(() => cluster.RunAsync(stop.Token));
        await clock.RunAsync(TimeSpan.FromSeconds(61));
    }

    private async Task<HostState> StateAsync(string node) => (await LookAsync()).Hosts[node].State;

    private async Task<ClusterView> LookAsync()
    {
        await clock.RunAsync(TimeSpan.FromMilliseconds(10));
        return await cluster.LookAsync(default);
    }
}
