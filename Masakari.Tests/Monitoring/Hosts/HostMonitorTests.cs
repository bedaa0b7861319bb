using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Hosts.Opinions;
using Masakari.Core.Monitoring.Reports;
using Moq;

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

    [Test]
    public async Task A_host_that_nobody_has_seen_off_is_told_for_the_records_and_reported_when_it_is()
    {
        watch.Options = new HostMonitorOptions();
        watch.Cluster.Has("c2");
        await watch.Start().RunAsync(30);

        watch.Cluster.Has("c2", HostState.Failed);
        await watch.RunAsync(50);
        Assert.That(watch.Reports, Is.Empty, "somebody may see it off soon");
        await watch.RunAsync(600);
        Assert.That(watch.Lines, Is.EqualTo(["c2 STOPPED UNKNOWN"]));
        Assert.That(watch.Log.Lines, Has.One.StartWith("7705 "));

        watch.Cluster.Power = new Power(IsOff: true, "its power is off");
        await watch.RunAsync(120);
        Assert.That(watch.Lines, Is.EqualTo(["c2 STOPPED UNKNOWN", "c2 STOPPED NORMAL"]));
    }

    [Test]
    public async Task Never_judges_its_own_host()
    {
        watch.Cluster.Has("c1", HostState.Failed);

        await watch.Start().RunAsync(200);

        Assert.That(watch.Reports, Is.Empty);
    }

    [Test]
    public async Task A_member_that_Masakari_does_not_know_is_not_reported()
    {
        watch.Cluster.Has("controller1", HostState.Failed);
        await watch.Start().RunAsync(300);
        Assert.That(watch.Reports, Is.Empty);
        Assert.That(watch.Log.Lines, Has.One.StartWith("7706 "));

        watch.Registered = [.. watch.Registered!, "controller1"];
        await watch.RunAsync(120);

        Assert.That(watch.Lines, Is.EqualTo(["controller1 STOPPED NORMAL"]));
    }

    [Test]
    public async Task While_Masakari_cannot_be_asked_the_report_waits_in_the_spool()
    {
        watch.Registered = null;
        watch.Cluster.Has("c2", HostState.Failed);

        await watch.Start().RunAsync(60);

        Assert.That(watch.Lines, Is.EqualTo(["c2 STOPPED NORMAL"]));
    }

    [Test]
    public async Task A_Masakari_that_does_not_answer_holds_no_report_up()
    {
        watch.MasakariHangs = true;
        watch.Cluster.Has("c2", HostState.Failed);

        await watch.Start().RunAsync(10);

        Assert.That(watch.Lines, Is.EqualTo(["c2 STOPPED NORMAL"]));
    }

    [Test]
    public async Task Before_it_is_sent_a_report_is_looked_at_again()
    {
        watch.Accepts = false;
        watch.Cluster.Has("c2", HostState.Failed).Has("c3");
        await watch.Start().RunAsync(30);
        var report = watch.Reports.Single();
        Assert.That(await watch.Monitor.HoldsAsync(report, default), Is.True);

        watch.Clock.Advance(TimeSpan.FromSeconds(20));
        watch.Cluster.Instead = ClusterView.Silent("no quorum");
        Assert.That(await watch.Monitor.HoldsAsync(report, default), Is.False, "who has no quorum must be silent");
        watch.Clock.Advance(TimeSpan.FromSeconds(20));
        watch.Cluster.Instead = ClusterView.Blind("cibadmin is not installed");
        Assert.That(await watch.Monitor.HoldsAsync(report, default), Is.True, "it cannot tell");
        watch.Clock.Advance(TimeSpan.FromSeconds(20));
        watch.Cluster.Has("c2").Instead = null;
        Assert.That(await watch.Monitor.HoldsAsync(report, default), Is.False, "it is online");
    }

    [Test]
    public async Task A_host_that_lives_by_another_opinion_is_not_reported()
    {
        var opinion = new Opinion(OpinionAnswer.Alive, "its SSH port answers");
        var source = new Mock<IOpinion>();
        source.Setup(one => one.AskAsync("c2", It.IsAny<ClusterView>(), It.IsAny<CancellationToken>())).ReturnsAsync(() => opinion);
        watch.Opinions.Add(source.Object);
        watch.Cluster.Has("c2", HostState.Failed);

        await watch.Start().RunAsync(600);
        Assert.That(watch.Reports, Is.Empty);
        Assert.That(watch.Log.Lines, Has.One.Contains("its SSH port answers"));
        opinion = new Opinion(OpinionAnswer.Silent, "its SSH port is silent");
        await watch.RunAsync(120);

        Assert.That(watch.Lines, Is.EqualTo(["c2 STOPPED NORMAL"]));
        Assert.That(watch.Log.Lines, Has.One.Contains("is reported as failed since").And.One.Contains("its SSH port is silent"));
    }

    [Test]
    public async Task Opinions_that_cannot_tell_hold_a_report_back_for_a_while_only()
    {
        var source = new Mock<IOpinion>();
        source.Setup(one => one.AskAsync("c2", It.IsAny<ClusterView>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Opinion(OpinionAnswer.CannotTell, "Nova cannot be asked"));
        watch.Opinions.Add(source.Object);
        watch.Cluster.Has("c2", HostState.Failed);

        await watch.Start().RunAsync(110);
        Assert.That(watch.Reports, Is.Empty);
        await watch.RunAsync(30);

        Assert.That(watch.Lines, Is.EqualTo(["c2 STOPPED NORMAL"]));
    }

    [Test]
    public async Task A_file_without_content_is_as_good_as_none()
    {
        watch.Cluster.Has("c2");
        await watch.Start().RunAsync(70);
        watch.Cluster.Has("c2", HostState.Failed);
        await watch.RunAsync(70);

        watch.Cut();
        await watch.RestartAsync(TimeSpan.FromMinutes(5));
        await watch.RunAsync(70);

        Assert.That(watch.Log.Lines, Has.One.StartWith("7709 "));
        Assert.That(watch.Lines, Is.EqualTo(["c2 STOPPED NORMAL", "c2 STOPPED NORMAL"]), "Masakari knows a report that it has already");
    }
}
