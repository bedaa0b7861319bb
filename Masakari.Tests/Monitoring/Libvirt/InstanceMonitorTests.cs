using Masakari.Core.Monitoring.Libvirt;
using Masakari.Core.Monitoring.Libvirt.Instances;
using Masakari.Core.Monitoring.Reports;

namespace Masakari.Tests.Monitoring.Libvirt;

public sealed class InstanceMonitorTests
{
    private Guid guest;

    [Test]
    public async Task Reports_a_guest_that_crashes()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => guest = libvirt.Add());

        host.Libvirt.Crash(guest);
        await host.PassAsync(1);

        Assert.That(host.Reports.Lines, Is.EqualTo(new[] { $"{guest} LIFECYCLE STOPPED_FAILED" }));
        var report = host.Reports.All[0];
        Assert.That((report.Monitor, report.Type, report.HostName), Is.EqualTo(("instance", ReportType.Instance, "compute1")));
        Assert.That(report.GeneratedAt, Is.EqualTo(host.Clock.GetUtcNow()).Within(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task Reports_each_crash_of_a_guest_that_was_started_again()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => guest = libvirt.Add());

        host.Libvirt.Crash(guest);
        host.Libvirt.Start(guest);
        host.Libvirt.Crash(guest);
        await host.PassAsync(300);

        Assert.That(host.Reports.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task Does_not_report_a_guest_that_somebody_stops()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => guest = libvirt.Add());

        host.Libvirt.Destroy(guest);
        await host.PassAsync(300);

        Assert.That(host.Reports.All, Is.Empty);
    }

    [Test]
    public async Task Reports_all_that_the_original_reports_when_asked_to()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(
            libvirt => guest = libvirt.Add(), new InstanceMonitorOptions { Events = GuestEventTable.Names.ToHashSet() });

        host.Libvirt.Tell(new GuestEvent(guest, GuestEventId.Reboot));
        host.Libvirt.Tell(new GuestEvent(guest, GuestEventId.Reboot));
        host.Libvirt.Destroy(guest);
        await host.PassAsync(1);

        Assert.That(
            host.Reports.Lines,
            Is.EqualTo(new[] { $"{guest} REBOOT UNKNOWN", $"{guest} REBOOT UNKNOWN", $"{guest} LIFECYCLE STOPPED_DESTROYED" }));
    }

    [Test]
    public async Task Reports_the_same_disk_error_once_a_minute()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => guest = libvirt.Add());

        for (var second = 0; second < 90; second++)
        {
            host.Libvirt.Tell(new GuestEvent(guest, GuestEventId.IoError, 2));
            await host.PassAsync(1);
        }

        Assert.That(host.Reports.Lines, Is.EqualTo(Enumerable.Repeat($"{guest} IO_ERROR IO_ERROR_REPORT", 2)));
    }

    [Test]
    public async Task Finds_a_guest_that_crashed_while_libvirt_was_away()
    {
        var other = Guid.Empty;
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => (guest, other) = (libvirt.Add(), libvirt.Add()));

        host.Libvirt.GoDown();
        await host.PassAsync(10);
        host.Libvirt.CrashUnheard(guest);
        host.Libvirt.Destroy(other);
        host.Libvirt.ComeBack();
        await host.PassAsync(60);

        Assert.That(host.Reports.Lines, Is.EqualTo(new[] { $"{guest} LIFECYCLE STOPPED_FAILED" }));
    }

    [Test]
    public async Task Finds_a_guest_that_crashed_while_the_monitor_was_down()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => guest = libvirt.Add());

        await host.StopAsync();
        host.Libvirt.CrashUnheard(guest);
        await host.StartAsync();
        await host.StopAsync();
        await host.StartAsync();
        await host.PassAsync(300);

        Assert.That(host.Reports.Lines, Is.EqualTo(new[] { $"{guest} LIFECYCLE STOPPED_FAILED" }));
    }

    [Test]
    public async Task Does_not_report_what_crashed_before_the_first_look_ever()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt =>
        {
            guest = libvirt.Add();
            libvirt.CrashUnheard(guest);
        });

        await host.StopAsync();
        await host.StartAsync();
        await host.PassAsync(300);

        Assert.That(host.Reports.All, Is.Empty);
    }

    [TestCase("")]
    [TestCase("no guest at all")]
    [TestCase("# How the instance monitor last saw the guests of this host.\nno guest at all")]
    public async Task A_broken_file_of_guests_is_as_good_as_none(string content)
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => guest = libvirt.Add());

        await host.StopAsync();
        await File.WriteAllTextAsync(host.SeenFile, content);
        host.Libvirt.CrashUnheard(guest);
        await host.StartAsync();
        await host.PassAsync(300);

        Assert.That(host.Reports.All, Is.Empty);
        Assert.That(await File.ReadAllTextAsync(host.SeenFile), Does.Contain($"{guest} crashed"));
    }

    [Test]
    public async Task A_crash_without_an_event_is_found_within_two_minutes()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => guest = libvirt.Add());

        host.Libvirt.CrashUnheard(guest);
        await host.PassAsync(130);

        Assert.That(host.Reports.Lines, Is.EqualTo(new[] { $"{guest} LIFECYCLE STOPPED_FAILED" }));
    }

    [Test]
    public async Task Compares_all_guests_at_once_when_events_were_lost()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => guest = libvirt.Add());

        host.Libvirt.CrashUnheard(guest);
        host.Libvirt.Lose(1);
        host.Libvirt.Tell(new GuestEvent(guest, GuestEventId.Lifecycle, 7));
        await host.PassAsync(1);

        Assert.That(host.Reports.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task A_crash_that_was_found_is_not_reported_again_when_its_event_arrives_late()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => guest = libvirt.Add());

        host.Libvirt.GoDown();
        host.Libvirt.CrashUnheard(guest);
        host.Libvirt.ComeBack();
        await host.PassAsync(2);
        host.Libvirt.Tell(new GuestEvent(guest, GuestEventId.Lifecycle, 5, 5));
        await host.PassAsync(1);

        Assert.That(host.Reports.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task Loses_no_crash_when_the_report_cannot_be_kept()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => guest = libvirt.Add());

        host.Reports.IsFull = true;
        host.Libvirt.Crash(guest);
        await host.PassAsync(1);
        var failure = await host.FailureAsync();
        host.Reports.IsFull = false;
        await host.ResumeAsync();

        Assert.That(failure, Is.TypeOf<IOException>());
        Assert.That(host.Reports.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task Says_since_when_it_is_blind_and_tries_for_ever()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => guest = libvirt.Add());
        var before = host.Monitor.Health;

        host.Libvirt.GoDown();
        await host.PassAsync(3600);
        var blind = host.Monitor.Health;
        var tries = host.Libvirt.Opened;
        host.Libvirt.ComeBack();
        await host.PassAsync(60);

        Assert.That(before, Is.EqualTo(MonitorHealth.Sees));
        Assert.That(blind.Reason, Is.EqualTo("Connection refused"));
        Assert.That(host.Clock.GetUtcNow() - blind.BlindSince, Is.EqualTo(TimeSpan.FromSeconds(3660)).Within(TimeSpan.FromSeconds(1)));
        Assert.That(tries, Is.InRange(120, 130));
        Assert.That(host.Monitor.Health, Is.EqualTo(MonitorHealth.Sees));
        Assert.That(host.Log.Lines.Count(line => line.StartsWith("7500 ", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public async Task Is_blind_when_the_event_loop_of_the_library_stands_still()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync();

        host.Libvirt.LoopTurns = false;
        await host.PassAsync(130);

        Assert.That(host.Monitor.Health.Reason, Does.Contain("event loop"));
    }

    [Test]
    public async Task A_report_holds_while_the_guest_is_down()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => guest = libvirt.Add());
        host.Libvirt.Crash(guest);
        await host.PassAsync(1);
        var report = host.Reports.All[0];

        var crashed = await host.Monitor.HoldsAsync(report, default);
        host.Libvirt.Guests[guest].View = host.Libvirt.Guests[guest].View with { Reason = ShutOffReason.Unknown };
        var forgotten = await host.Monitor.HoldsAsync(report, default);
        host.Libvirt.GoDown();
        var unseen = await host.Monitor.HoldsAsync(report, default);

        Assert.That((crashed, forgotten, unseen), Is.EqualTo((true, true, true)));
    }

    [Test]
    public async Task A_report_no_longer_holds_when_the_guest_runs_or_was_stopped_or_is_gone()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => guest = libvirt.Add());
        host.Libvirt.Crash(guest);
        await host.PassAsync(1);
        var report = host.Reports.All[0];

        host.Libvirt.Start(guest);
        var running = await host.Monitor.HoldsAsync(report, default);
        host.Libvirt.Destroy(guest);
        var stopped = await host.Monitor.HoldsAsync(report, default);
        host.Libvirt.Undefine(guest);
        var gone = await host.Monitor.HoldsAsync(report, default);

        Assert.That((running, stopped, gone), Is.EqualTo((false, false, false)));
    }

    [Test]
    public async Task A_disk_error_holds_while_the_guest_runs()
    {
        await using var host = await WatchedHost.WithInstanceMonitorAsync(libvirt => guest = libvirt.Add());
        host.Libvirt.Tell(new GuestEvent(guest, GuestEventId.IoError, 2));
        await host.PassAsync(1);

        var running = await host.Monitor.HoldsAsync(host.Reports.All[0], default);
        host.Libvirt.Destroy(guest);
        var stopped = await host.Monitor.HoldsAsync(host.Reports.All[0], default);

        Assert.That((running, stopped), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Reports_500_guests_that_crash_at_the_same_moment()
    {
        var guests = new List<Guid>();
        await using var host = await WatchedHost.WithInstanceMonitorAsync(
            libvirt => guests.AddRange(Enumerable.Range(0, 500).Select(_ => libvirt.Add())));

        guests.ForEach(uuid => host.Libvirt.Crash(uuid));
        await host.PassAsync(1);

        Assert.That(
            host.Reports.All.Select(report => Guid.Parse(report.Payload["instance_uuid"]!.ToString())), Is.EquivalentTo(guests));
    }
}
