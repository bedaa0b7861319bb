using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Hosts.Opinions;
using Moq;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>When a host that failed is not reported at once: its power, Masakari itself and second opinions.</summary>
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HeldReportTests : IAsyncDisposable
{
    private readonly WatchedHosts watch = new();

    public ValueTask DisposeAsync() => watch.DisposeAsync();

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
