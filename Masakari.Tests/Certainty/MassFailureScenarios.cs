using Masakari.Tests.Simulation;

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
    [KnownFailure("a held notification is new, and its message says why", "the held are not shown as held")]
    public async Task A_held_notification_is_new_and_says_why()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        var last = (await LoseAsync(masakari, 3))[^1];

        await masakari.PassAsync(60);

        Assert.That(await masakari.StatusAsync(last), Is.EqualTo("new"), "the held are not shown as held");
        Assert.That(await masakari.MessageAsync(last), Is.Not.Empty);
    }

    [Test]
    [KnownFailure("hosts that are enabled and down count without a report", Held)]
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
    [KnownFailure("the third of five within 600 s is held", Held)]
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
    [KnownFailure("the hold ends when one of the three is back", Held)]
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
    [KnownFailure("only the host with proof is evacuated", Held)]
    public async Task A_host_with_proof_is_not_held_and_counts()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        await LoseAsync(masakari, 3);
        masakari.Cloud.ForceDown("c1");

        await masakari.PassAsync(400);

        Assert.That(masakari.Cloud.AllEvacuations().Select(e => e.Source), Is.EqualTo(new[] { "c1" }), Held);
    }

    [Test]
    [KnownFailure("three of the four hosts of a segment are held", Held)]
    public async Task The_hosts_of_a_segment_count_by_themselves()
    {
        await using var masakari = await BeginAsync(hosts: 4, others: 6);
        await LoseAsync(masakari, 3);

        await masakari.PassAsync(400);

        Assert.That(masakari.Evacuates(), Is.Zero, Held);
    }

    [Test]
    [KnownFailure("one host of a small segment is held when most of the region is down", Held)]
    public async Task The_hosts_of_the_region_count_by_themselves()
    {
        await using var masakari = await BeginAsync(hosts: 3, others: 2);
        masakari.Cloud.KillHost("other1");
        masakari.Cloud.KillHost("other2");
        await LoseAsync(masakari, 1);

        await masakari.PassAsync(400);

        Assert.That(masakari.Evacuates(), Is.Zero, Held);
    }

    /// <summary>Hosts c1, c2, … with one server each in one segment; others outside of it.</summary>
    private static async Task<MasakariScenario> BeginAsync(int hosts, int others = 0)
    {
        var names = Enumerable.Range(1, hosts).Select(number => $"c{number}").ToArray();
        var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            foreach (var name in names)
            {
                cloud.AddHost(name);
                cloud.AddServer(name, $"vm-{name}");
            }
            foreach (var number in Enumerable.Range(1, others))
                cloud.AddHost($"other{number}");
        });
        await masakari.RegisterAsync("auto", names);
        return masakari;
    }

    /// <summary>c1, c2, … die together and are reported; no time passes.</summary>
    private static async Task<IReadOnlyList<Guid>> LoseAsync(MasakariScenario masakari, int count)
    {
        var notifications = new List<Guid>();
        foreach (var number in Enumerable.Range(1, count))
            masakari.Cloud.KillHost($"c{number}");
        foreach (var number in Enumerable.Range(1, count))
            notifications.Add(await masakari.NotifyAsync($"c{number}"));
        return notifications;
    }
}
