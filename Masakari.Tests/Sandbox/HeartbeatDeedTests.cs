namespace Masakari.Tests.Sandbox;

/// <summary>What moves a service's record, and what of that is a heartbeat.</summary>
public sealed class HeartbeatDeedTests : CloudDeedFixture
{
    [Test]
    public async Task Somebodys_write_moves_updated_at_of_a_dead_host_and_leaves_it_down()
    {
        Cloud.KillHost("c1");
        Pass(90);
        var before = await UpdatedAsync("c1");

        Cloud.WriteService("c1", disabled: true, reason: "maintenance window");

        var service = await Client.ServiceAsync("c1");
        Assert.That(await UpdatedAsync("c1"), Is.GreaterThan(before));
        Assert.That(
            (service.GetProperty("state").GetString(), service.GetProperty("status").GetString(), service.GetProperty("disabled_reason").GetString()),
            Is.EqualTo(("down", "disabled", "maintenance window")));
    }

    [Test]
    public async Task A_living_host_that_is_forced_down_looks_down_and_reports_on()
    {
        Cloud.ForceDown("c1");
        var before = await UpdatedAsync("c1");

        Pass(20);

        Assert.That(await StateOfAsync("c1"), Is.EqualTo("down"));
        Assert.That(await UpdatedAsync("c1"), Is.GreaterThan(before));
    }

    [Test]
    public async Task A_queued_heartbeat_lets_a_dead_host_look_up_again()
    {
        Cloud.KillHost("c1");
        Pass(90);

        Cloud.RecordLateHeartbeat("c1");

        Assert.That(await StateOfAsync("c1"), Is.EqualTo("up"));
        Pass(61);
        Assert.That(await StateOfAsync("c1"), Is.EqualTo("down"));
    }

    [Test]
    public async Task While_the_bus_is_away_every_host_falls_silent_and_none_of_the_guests_dies()
    {
        Cloud.LoseBus(TimeSpan.FromSeconds(200));

        Pass(150);
        var during = (await StateOfAsync("c1"), await StateOfAsync("c2"), Cloud.Server("vm-1").GuestRuns);
        Pass(65);

        Assert.That(during, Is.EqualTo(("down", "down", true)));
        Assert.That((await StateOfAsync("c1"), await StateOfAsync("c2")), Is.EqualTo(("up", "up")), "a report interval after its return");
    }

    [Test]
    public async Task An_evacuation_that_is_accepted_during_a_bus_outage_waits_and_then_finds_no_host_that_has_reported()
    {
        Cloud.LoseBus(TimeSpan.FromSeconds(200));
        Pass(100);

        var accepted = await Client.EvacuateAsync(Server);
        Pass(90);
        var during = Cloud.AllEvacuations().Single();
        Pass(60);

        Assert.That((accepted.Status, during.Status, during.GuestRan), Is.EqualTo((200, "accepted", true)));
        Assert.That((Cloud.Server("vm-1").VmState, Cloud.Server("vm-1").GuestRuns), Is.EqualTo(("error", true)), "a living guest, shown in error");
    }

    [Test]
    public async Task An_evacuation_from_a_silenced_host_starts_a_second_copy_of_a_living_guest()
    {
        Cloud.SilenceHost("c1");
        Pass(70);

        await Client.EvacuateAsync(Server);
        Pass(10);

        Assert.That((Cloud.Server("vm-1").Host, Cloud.Server("vm-1").RanTwice), Is.EqualTo(("c2", true)));
    }

    [Test]
    public async Task The_clock_of_a_nova_api_may_be_ahead_and_may_be_missing()
    {
        Cloud.SkewDates(TimeSpan.FromSeconds(40), calls: 1);
        Cloud.SkewDates(null, calls: 1);
        var dates = new List<DateTimeOffset?>();

        for (var call = 0; call < 3; call++)
        {
            using var answer = await Client.SendAsync(HttpMethod.Get, "/compute/v2.1/os-services");
            dates.Add(answer.Headers.Date);
        }

        Assert.That(dates, Is.EqualTo(new DateTimeOffset?[] { WholeSecond + TimeSpan.FromSeconds(40), null, WholeSecond }));
    }

    private DateTimeOffset WholeSecond => DateTimeOffset.FromUnixTimeSeconds(Clock.GetUtcNow().ToUnixTimeSeconds());
}
