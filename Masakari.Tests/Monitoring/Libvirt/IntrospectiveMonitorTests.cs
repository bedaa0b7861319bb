using System.Text.RegularExpressions;
using Masakari.Core.Monitoring.Libvirt;
using Masakari.Core.Monitoring.Libvirt.Introspection;
using Masakari.Core.Monitoring.Reports;

namespace Masakari.Tests.Monitoring.Libvirt;

public sealed class IntrospectiveMonitorTests
{
    private Guid guest;

    [Test]
    public async Task Reports_a_guest_at_the_fifth_ping_without_an_answer()
    {
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(libvirt => guest = libvirt.Add());

        Hang(host);
        await host.PassAsync(45);
        var early = host.Reports.Count;
        await host.PassAsync(300);

        Assert.That(early, Is.Zero);
        Assert.That(host.Reports.Lines, Is.EqualTo(new[] { $"{guest} QEMU_GUEST_AGENT_ERROR STOPPED_FAILED" }));
        Assert.That((host.Reports.All[0].Monitor, host.Reports.All[0].HostName), Is.EqualTo(("introspective", "compute1")));
    }

    [Test]
    public async Task Reports_a_second_hang_of_the_same_run()
    {
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(libvirt => guest = libvirt.Add());

        Hang(host);
        await host.PassAsync(100);
        Recover(host);
        await host.PassAsync(30);
        Hang(host);
        await host.PassAsync(100);

        Assert.That(host.Reports.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task A_guest_that_misses_some_pings_is_not_reported()
    {
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(libvirt => guest = libvirt.Add());

        for (var times = 0; times < 5; times++)
        {
            Hang(host);
            await host.PassAsync(40);
            Recover(host);
            await host.PassAsync(10);
        }

        Assert.That(host.Reports.All, Is.Empty);
    }

    [Test]
    public async Task A_guest_that_never_answered_is_not_reported()
    {
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(libvirt =>
        {
            guest = libvirt.Add();
            libvirt.Guests[guest].Answer = AgentAnswer.Silent;
        });

        await host.PassAsync(600);

        Assert.That(host.Reports.All, Is.Empty);
    }

    [Test]
    public async Task A_guest_that_was_started_again_is_a_new_one()
    {
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(libvirt => guest = libvirt.Add());

        Hang(host);
        await host.PassAsync(30);
        host.Libvirt.Start(guest);
        await host.PassAsync(300);

        Assert.That(host.Reports.All, Is.Empty);
    }

    [Test]
    public async Task A_paused_guest_is_not_pinged()
    {
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(libvirt => guest = libvirt.Add());

        host.Libvirt.Pause(guest);
        Hang(host);
        var pings = host.Libvirt.Guests[guest].Pings;
        await host.PassAsync(300);

        Assert.That(host.Libvirt.Guests[guest].Pings, Is.EqualTo(pings));
        Assert.That(host.Reports.All, Is.Empty);
    }

    [Test]
    public async Task A_guest_without_an_agent_is_not_pinged()
    {
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(libvirt => guest = libvirt.Add(FakeGuest.WithoutAgent));

        await host.PassAsync(60);

        Assert.That(host.Libvirt.Guests[guest].Pings, Is.Zero);
    }

    [Test]
    public async Task A_guest_whose_definition_is_broken_does_not_disturb()
    {
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(libvirt =>
        {
            libvirt.Add("<domain>");
            guest = libvirt.Add();
        });

        await host.PassAsync(30);

        Assert.That(host.Libvirt.Guests[guest].Pings, Is.GreaterThan(2));
        Assert.That(host.Log.Lines.Count(line => line.StartsWith("7511 ", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task Only_sockets_at_the_configured_path_are_pinged()
    {
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(
            libvirt => guest = libvirt.Add(), new IntrospectiveMonitorOptions { SocketPath = new Regex("/elsewhere/") });

        await host.PassAsync(60);

        Assert.That(host.Libvirt.Guests[guest].Pings, Is.Zero);
    }

    [Test]
    public async Task A_guest_that_vanishes_while_20_are_pinged_does_not_hide_the_others()
    {
        var others = new List<Guid>();
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(libvirt =>
        {
            guest = libvirt.Add();
            others.AddRange(Enumerable.Range(0, 19).Select(_ => libvirt.Add()));
        });

        host.Libvirt.Guests[others[3]].OnPing = () => host.Libvirt.Undefine(guest);
        foreach (var other in others) host.Libvirt.Guests[other].Answer = AgentAnswer.Silent;
        await host.PassAsync(100);

        Assert.That(
            host.Reports.All.Select(report => report.Payload["instance_uuid"]!.ToString()),
            Is.EquivalentTo(others.Select(uuid => uuid.ToString())));
    }

    [Test]
    public async Task A_hang_is_counted_on_when_libvirt_was_away_meanwhile()
    {
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(libvirt => guest = libvirt.Add());

        Hang(host);
        await host.PassAsync(35);
        host.Libvirt.GoDown();
        await host.PassAsync(300);
        var during = host.Reports.Count;
        host.Libvirt.ComeBack();
        await host.PassAsync(60);

        Assert.That((during, host.Reports.Count), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_guest_that_boots_after_libvirt_was_away_is_a_new_one()
    {
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(libvirt => guest = libvirt.Add());

        host.Libvirt.GoDown();
        host.Libvirt.Guests[guest].Definition = FakeGuest.WithAgent.Replace("'connected'", "'disconnected'", StringComparison.Ordinal);
        Hang(host);
        host.Libvirt.ComeBack();
        await host.PassAsync(300);

        Assert.That(host.Reports.All, Is.Empty);
    }

    [Test]
    public async Task An_answer_that_nobody_knows_counts_for_nothing()
    {
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(libvirt => guest = libvirt.Add());

        host.Libvirt.Guests[guest].Answer = AgentAnswer.Unknown;
        await host.PassAsync(300);

        Assert.That(host.Reports.All, Is.Empty);
    }

    [Test]
    public async Task A_report_holds_until_the_guest_answers_or_stops()
    {
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(libvirt => guest = libvirt.Add());
        Hang(host);
        await host.PassAsync(60);
        var report = host.Reports.All[0];

        var hung = await host.Monitor.HoldsAsync(report, default);
        Recover(host);
        var answers = await host.Monitor.HoldsAsync(report, default);
        Hang(host);
        host.Libvirt.Destroy(guest);
        var stopped = await host.Monitor.HoldsAsync(report, default);
        host.Libvirt.GoDown();
        var unseen = await host.Monitor.HoldsAsync(report, default);

        Assert.That((hung, answers, stopped, unseen), Is.EqualTo((true, false, false, true)));
    }

    [Test]
    public async Task Is_blind_while_libvirt_is_away()
    {
        await using var host = await WatchedHost.WithIntrospectiveMonitorAsync(libvirt => guest = libvirt.Add());
        var before = host.Monitor.Health;

        host.Libvirt.GoDown("authentication failed");
        await host.PassAsync(5);

        Assert.That(before, Is.EqualTo(MonitorHealth.Sees));
        Assert.That(host.Monitor.Health.Reason, Is.EqualTo("authentication failed"));
    }

    private void Hang(WatchedHost host) => host.Libvirt.Guests[guest].Answer = AgentAnswer.Silent;

    private void Recover(WatchedHost host) => host.Libvirt.Guests[guest].Answer = AgentAnswer.Answered;
}
