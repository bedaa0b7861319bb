using Masakari.Core.Notifications;
using static Masakari.Tests.Certainty.MassFailureStory;

namespace Masakari.Tests.Certainty;

/// <summary>When so many hosts are down at once that the monitors or the network are the likelier cause.</summary>
public sealed class MassFailureScenarios
{
    private const string Held = "evacuated in a mass failure";

    [Test]
    public async Task Half_of_the_hosts_is_no_mass_failure()
    {
        await using var masakari = await BeginAsync(hosts: 6);
        var notifications = await LoseAsync(masakari, 3);

        foreach (var notification in notifications)
            Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
    }

    [Test]
    public async Task Two_hosts_are_no_mass_failure()
    {
        await using var masakari = await BeginAsync(hosts: 3);
        var notifications = await LoseAsync(masakari, 2);

        foreach (var notification in notifications)
            Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
    }

    [Test]
    public async Task Hosts_that_are_disabled_and_down_do_not_count()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        foreach (var host in new[] { "c3", "c4" })
        {
            masakari.Cloud.WriteService(host, disabled: true);
            masakari.Cloud.KillHost(host);
        }

        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.LeftOn("c1"), Is.Empty);
    }

    [Test]
    public async Task A_held_notification_is_new_and_says_why()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        var notifications = await LoseAsync(masakari, 3);

        await masakari.PassAsync(60);

        // Any of the three: their workers ask at the same time.
        var all = await Task.WhenAll(notifications.Select(masakari.FindAsync));
        var held = all.Where(notification => notification.Status == NotificationStatus.New).ToList();
        Assert.That(held, Has.Count.EqualTo(1), "the held are not shown as held");
        Assert.That(held[0].Message, Does.StartWith("Held: 3 of the 5 hosts of segment s1"));
    }

    [Test]
    public async Task Hosts_that_nobody_reported_count()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        masakari.Cloud.KillHost("c2");
        masakari.Cloud.KillHost("c3");
        await masakari.KillAndReportAsync("c1");

        await masakari.PassAsync(400);

        Assert.That(masakari.Evacuates(), Is.Zero, Held);
    }

    [Test]
    public async Task A_slow_cascade_counts()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        await masakari.LoseHostAsync("c1");
        await masakari.LoseHostAsync("c2");

        await masakari.KillAndReportAsync("c3");
        await masakari.PassAsync(200);

        Assert.That(masakari.Cloud.AllEvacuations().Select(e => e.Source), Has.None.EqualTo("c3"), Held);
    }

    [Test]
    public async Task A_hold_ends_when_the_count_falls()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        var notifications = await LoseAsync(masakari, 3);
        await masakari.PassAsync(400);
        Assert.That(masakari.Evacuates(), Is.Zero, Held);

        masakari.Cloud.ReviveHost("c3");

        Assert.That(await masakari.EndAsync(notifications[0]), Is.EqualTo("finished"));
        Assert.That(await masakari.EndAsync(notifications[1]), Is.EqualTo("finished"));
        Assert.That(masakari.Cloud.AllEvacuations().Select(e => e.Source), Has.None.EqualTo("c3"));
    }

    [Test]
    public async Task A_host_with_proof_is_not_held_and_counts()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        await LoseAsync(masakari, 3);
        masakari.Cloud.ForceDown("c1");

        await masakari.PassAsync(400);

        Assert.That(masakari.Cloud.AllEvacuations().Select(e => e.Source), Is.EqualTo(new[] { "c1" }), Held);
    }

    [Test]
    public async Task The_hosts_of_a_segment_count_by_themselves()
    {
        await using var masakari = await BeginAsync(hosts: 4, others: 6);
        await LoseAsync(masakari, 3);

        await masakari.PassAsync(400);

        Assert.That(masakari.Evacuates(), Is.Zero, Held);
    }

    [Test]
    public async Task The_hosts_of_the_region_count_by_themselves()
    {
        await using var masakari = await BeginAsync(hosts: 3, others: 2);
        masakari.Cloud.KillHost("other1");
        masakari.Cloud.KillHost("other2");
        await LoseAsync(masakari, 1);

        await masakari.PassAsync(400);

        Assert.That(masakari.Evacuates(), Is.Zero, Held);
    }

    [Test]
    public async Task Both_hosts_of_a_segment_are_no_mass_failure()
    {
        await using var masakari = await BeginAsync(hosts: 2, others: 3);
        var notifications = await LoseAsync(masakari, 2);

        foreach (var notification in notifications)
            Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
    }

    /// <summary>Nova still calls all of them up: only what the controllers know of each other's recoveries counts.</summary>
    [Test]
    public async Task Hosts_that_are_reported_to_two_controllers_count_together()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        await masakari.StartOtherAsync();
        foreach (var number in Enumerable.Range(1, 3)) masakari.Cloud.KillHost($"c{number}");
        await masakari.NotifyThroughAsync(masakari.Life, "c1");
        await masakari.NotifyThroughAsync(masakari.Other!, "c2");
        await masakari.PassAsync(2);
        await masakari.NotifyThroughAsync(masakari.Other!, "c3");
        await masakari.PassAsync(10);

        var statuses = await masakari.QueryAsync<string>("SELECT status FROM notifications ORDER BY id");
        await masakari.PassAsync(400);

        Assert.That(statuses, Is.EqualTo(["running", "running", "new"]));
        Assert.That(masakari.Evacuates(), Is.Zero, Held);
    }

    [Test]
    public async Task At_100_percent_nothing_is_held()
    {
        await using var masakari = await BeginAsync(hosts: 5, conf: "[host_failure]\nmass_failure_percent = 100\n");
        var notifications = await LoseAsync(masakari, 4);

        foreach (var notification in notifications)
            Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
    }
}
