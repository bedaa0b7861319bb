using Masakari.Core.Notifications;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>Notifications of one type do not hold up those of another: each type has its own workers.</summary>
public sealed class LaneTests
{
    private const int Workers = 64;

    [Test]
    public async Task Many_hosts_that_wait_for_silence_do_not_hold_up_an_instance()
    {
        var hosts = Enumerable.Range(1, Workers + 6).Select(number => $"c{number}").ToArray();
        await using var masakari = await MasakariScenario.StartAsync(
            cloud => Array.ForEach(hosts, name => cloud.AddHost(name)), "[host_failure]\nmass_failure_percent = 100\n");
        await masakari.RegisterAsync("auto", hosts);
        var reports = new List<Guid>();
        foreach (var host in hosts[1..]) reports.Add(await masakari.KillAndReportAsync(host));
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(5));
        var sent = masakari.Clock.GetUtcNow();

        var notification = await ReportInstanceAsync(masakari);
        await masakari.UntilAsync(notification, NotificationStatus.Error);   // there is no such instance

        Assert.That((masakari.Clock.GetUtcNow() - sent).TotalSeconds, Is.LessThan(2));
        var statuses = await Task.WhenAll(reports.Select(masakari.FindAsync));
        Assert.That(
            statuses.CountBy(report => report.Status).ToDictionary(),
            Is.EqualTo(new Dictionary<NotificationStatus, int> { [NotificationStatus.Running] = Workers + 5 }), "every host is looked at");
    }

    [Test]
    public async Task Many_crashed_instances_do_not_delay_a_host()
    {
        await using var masakari = await SmallCloud.StartWithAsync(
            $"{SmallCloud.Quick}executor_thread_pool_size = 1\n", options: null, "vm1");
        masakari.Cloud.KillHost("c1");
        var crashed = new List<Guid>();
        for (var i = 0; i < 500; i++) crashed.Add(await ReportInstanceAsync(masakari));
        var sent = masakari.Clock.GetUtcNow();

        var notification = await masakari.NotifyAsync("c1");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        Assert.That((masakari.Cloud.CallsOf("evacuate")[0].At - sent).TotalSeconds, Is.InRange(50, 63));
        var statuses = await Task.WhenAll(crashed.Select(masakari.FindAsync));
        Assert.That(statuses.Select(report => report.Status), Has.None.EqualTo(NotificationStatus.New), "every guest is looked at");
        masakari.Cloud.AssertMovedOnce("vm1");
    }

    private static Task<Guid> ReportInstanceAsync(MasakariScenario masakari) =>
        masakari.NotifyAsync("VM", "c1", new Dictionary<string, string>
        {
            ["event"] = "LIFECYCLE", ["instance_uuid"] = Guid.NewGuid().ToString(), ["vir_domain_event"] = "STOPPED_FAILED",
        });
}
