using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Reports;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>What the host monitor reports, whatever cluster it asks.</summary>
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HostMonitorTests : IAsyncDisposable
{
    private readonly WatchedHosts watch = new();

    public ValueTask DisposeAsync() => watch.DisposeAsync();

    [Test]
    public async Task Reports_a_host_that_fails_once()
    {
        watch.Cluster.Has("c1").Has("c2").Has("c3");
        await watch.Start().RunAsync(70);
        Assert.That(watch.Reports, Is.Empty);

        watch.Cluster.Has("c2", HostState.Failed);
        await watch.RunAsync(600);

        Assert.That(watch.Reports.Select(report => (report.Type, report.HostName, report.Payload.ToJsonString())), Is.EqualTo(
            [(ReportType.Host, "c2", """{"event":"STOPPED","cluster_status":"OFFLINE","host_status":"NORMAL"}""")]));
    }

    [Test]
    public async Task Reports_a_host_that_is_dead_when_the_monitor_starts()
    {
        watch.Cluster.Has("c1").Has("c2", HostState.Failed).Has("c3");

        await watch.Start().RunAsync(600);

        Assert.That(watch.Lines, Is.EqualTo(["c2 STOPPED NORMAL"]));
    }

    [Test]
    public async Task Says_nothing_without_quorum_and_shows_that_it_is_blind()
    {
        watch.Cluster.Has("c2").Has("c3");
        await watch.Start().RunAsync(70);

        watch.Cluster.Has("c2", HostState.Failed).Instead = ClusterView.Silent("no quorum");
        await watch.RunAsync(600);

        Assert.That(watch.Reports, Is.Empty);
        Assert.That(watch.Monitor.Health.Reason, Is.EqualTo("no quorum"));
        watch.Cluster.Has("c2").Instead = null;
        await watch.RunAsync(70);
        Assert.That(watch.Monitor.Health, Is.EqualTo(MonitorHealth.Sees));
        Assert.That(watch.Reports, Is.Empty);
    }

    [Test]
    public async Task A_host_that_leaves_in_order_is_no_failure()
    {
        watch.Cluster.Has("c2");
        await watch.Start().RunAsync(70);

        watch.Cluster.Has("c2", HostState.Planned);
        await watch.RunAsync(300);
        watch.Cluster.Has("c2");
        await watch.RunAsync(300);

        Assert.That(watch.Reports, Is.Empty);
        Assert.That(watch.Log.Lines, Has.One.StartWith("7602 Host c2 is away in order"));
    }

    [Test]
    public async Task A_host_that_was_fenced_is_a_failure_though_it_looks_as_if_it_had_left()
    {
        watch.Options = new HostMonitorOptions();
        watch.Cluster.Has("c2");
        await watch.Start().RunAsync(70);

        watch.Cluster.Has("c2", HostState.Planned, fenced: watch.Clock.GetUtcNow());
        await watch.RunAsync(300);

        Assert.That(watch.Lines, Is.EqualTo(["c2 STOPPED NORMAL"]));
    }

    [Test]
    public async Task A_fencing_that_is_over_does_not_make_a_failure_of_a_later_stop()
    {
        watch.Cluster.Has("c2", fenced: watch.Clock.GetUtcNow().AddHours(-1));
        await watch.Start().RunAsync(300);

        watch.Cluster.Has("c2", HostState.Planned, fenced: watch.Clock.GetUtcNow().AddSeconds(-300).AddHours(-1));
        await watch.RunAsync(300);

        Assert.That(watch.Reports, Is.Empty);
    }

    [Test]
    public async Task Tells_that_a_host_came_back_only_when_Masakari_knows_of_its_failure()
    {
        watch.Cluster.Has("c2").Has("c3");
        await watch.Start().RunAsync(70);
        watch.Cluster.Has("c2", HostState.Failed);
        await watch.RunAsync(120);
        watch.Accepts = false;
        watch.Cluster.Has("c3", HostState.Failed);
        await watch.RunAsync(120);

        watch.Cluster.Has("c2").Has("c3");
        await watch.RunAsync(120);

        Assert.That(await watch.Monitor.HoldsAsync(watch.Reports[1], default), Is.False, "c3 is online again");
        watch.Monitor.Left(watch.Reports[1], ReportEnd.Dropped);
        await watch.RunAsync(120);
        Assert.That(watch.Lines, Is.EqualTo(["c2 STOPPED NORMAL", "c3 STOPPED NORMAL", "c2 STARTED NORMAL"]));
    }

    [Test]
    public async Task Reports_again_what_was_dropped_before_Masakari_accepted_it()
    {
        watch.Accepts = false;
        watch.Cluster.Has("c2", HostState.Failed);
        await watch.Start().RunAsync(600);
        Assert.That(watch.Reports, Has.Count.EqualTo(1));

        watch.Monitor.Left(watch.Reports[0], ReportEnd.Dropped);
        await watch.RunAsync(120);

        Assert.That(watch.Lines, Is.EqualTo(["c2 STOPPED NORMAL", "c2 STOPPED NORMAL"]));
    }

    [Test]
    public async Task After_a_restart_it_reports_only_what_Masakari_has_not_accepted()
    {
        watch.Cluster.Has("c2", HostState.Failed);
        await watch.Start().RunAsync(70);
        watch.Accepts = false;
        watch.Cluster.Has("c3", HostState.Failed);
        await watch.RunAsync(70);

        await watch.RestartAsync(TimeSpan.FromMinutes(5));
        await watch.RunAsync(300);

        Assert.That(watch.Lines, Is.EqualTo(["c2 STOPPED NORMAL", "c3 STOPPED NORMAL", "c3 STOPPED NORMAL"]));
        Assert.That(watch.Reports[2].GeneratedAt, Is.EqualTo(watch.Reports[1].GeneratedAt), "the time of the failure");
    }

    [Test]
    public async Task A_host_that_dies_while_the_monitor_is_down_is_reported()
    {
        watch.Cluster.Has("c2");
        await watch.Start().RunAsync(70);

        watch.Cluster.Has("c2", HostState.Planned, fenced: watch.Clock.GetUtcNow().AddDays(1));
        await watch.RestartAsync(TimeSpan.FromDays(3));
        await watch.RunAsync(70);

        Assert.That(watch.Lines, Is.EqualTo(["c2 STOPPED NORMAL"]));
    }

    [Test]
    public async Task A_host_that_has_been_dead_for_days_is_reported_as_dead_now()
    {
        watch.Accepts = false;
        watch.Cluster.Has("c2", HostState.Failed);
        await watch.Start().RunAsync(70);

        await watch.RestartAsync(TimeSpan.FromDays(3));
        await watch.RunAsync(70);

        Assert.That(watch.Reports[^1].GeneratedAt, Is.EqualTo(watch.Clock.GetUtcNow()).Within(TimeSpan.FromMinutes(2)));
    }

    [Test]
    public async Task Only_so_many_looks_in_a_row_count()
    {
        watch.Options = watch.Options with { Samples = 3 };
        watch.Cluster.Has("c2");
        await watch.Start().RunAsync(200);

        watch.Cluster.Has("c2", HostState.Failed);
        await watch.RunAsync(120);
        watch.Cluster.Has("c2");
        await watch.RunAsync(60);
        watch.Cluster.Has("c2", HostState.Failed);
        await watch.RunAsync(120);
        Assert.That(watch.Reports, Is.Empty);
        await watch.RunAsync(60);

        Assert.That(watch.Lines, Is.EqualTo(["c2 STOPPED NORMAL"]));
    }

    [Test]
    public async Task A_look_without_quorum_breaks_the_row()
    {
        watch.Options = watch.Options with { Samples = 2 };
        watch.Cluster.Has("c2", HostState.Failed);
        await watch.Start().RunAsync(30);

        watch.Cluster.Instead = ClusterView.Silent("no quorum");
        await watch.RunAsync(60);
        watch.Cluster.Instead = null;
        await watch.RunAsync(60);

        Assert.That(watch.Reports, Is.Empty);
    }
}
