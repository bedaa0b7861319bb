using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Sandbox;

[NonParallelizable]
public sealed class SimulatedServicesTests
{
    private FakeClock clock = null!;
    private SimulatedCloud cloud = null!;
    private CloudClient client = null!;

    [SetUp]
    public async Task StartCloud()
    {
        clock = new FakeClock();
        cloud = new SimulatedCloud(clock, new SimulatedCloudOptions());
        cloud.AddHost("c1");
        cloud.AddHost("c2");
        client = await CloudClient.LoginAsync(cloud);
    }

    [TearDown]
    public void Stop() => client.Dispose();

    [Test]
    public async Task A_live_host_reports_every_interval()
    {
        var before = (await client.ServiceAsync("c1")).GetProperty("updated_at").GetDateTime();

        clock.Advance(TimeSpan.FromSeconds(10));

        var after = (await client.ServiceAsync("c1")).GetProperty("updated_at").GetDateTime();
        Assert.That(after - before, Is.EqualTo(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task A_dead_host_is_up_until_its_silence_is_long_enough()
    {
        cloud.KillHost("c1");

        clock.Advance(TimeSpan.FromSeconds(50));
        var early = (await client.ServiceAsync("c1")).GetProperty("state").GetString();
        clock.Advance(TimeSpan.FromSeconds(11));
        var late = (await client.ServiceAsync("c1")).GetProperty("state").GetString();

        Assert.That((early, late), Is.EqualTo(("up", "down")));
    }

    [Test]
    public async Task A_change_moves_updated_at_but_is_no_sign_of_life()
    {
        cloud.KillHost("c1");
        clock.Advance(TimeSpan.FromSeconds(90));

        var (_, body) = await client.UpdateServiceAsync("c1", """{"status": "disabled", "disabled_reason": "test"}""");

        var service = body.GetProperty("service");
        Assert.Multiple(() =>
        {
            Assert.That(service.GetProperty("updated_at").GetDateTime(), Is.EqualTo(clock.GetUtcNow().UtcDateTime));
            Assert.That(service.GetProperty("state").GetString(), Is.EqualTo("down"));
            Assert.That(service.GetProperty("disabled_reason").GetString(), Is.EqualTo("test"));
        });
    }

    [Test]
    public async Task A_write_of_what_is_there_already_does_not_move_updated_at()
    {
        const string Body = """{"status": "disabled", "disabled_reason": "test"}""";
        cloud.KillHost("c1");
        clock.Advance(TimeSpan.FromSeconds(90));
        await client.UpdateServiceAsync("c1", Body);
        var before = (await client.ServiceAsync("c1")).GetProperty("updated_at").GetDateTime();
        clock.Advance(TimeSpan.FromSeconds(5));

        await client.UpdateServiceAsync("c1", Body);

        Assert.That((await client.ServiceAsync("c1")).GetProperty("updated_at").GetDateTime(), Is.EqualTo(before));
    }

    [Test]
    public async Task Nova_calls_a_compute_also_for_the_status_that_it_has()
    {
        await client.UpdateServiceAsync("c1", """{"status": "disabled", "disabled_reason": "one"}""");
        cloud.KillHost("c1");
        var began = clock.GetUtcNow();

        var disabling = Task.Run(() => client.UpdateServiceAsync("c1", """{"status": "disabled", "disabled_reason": "two"}"""));
        await clock.RunUntilAsync(() => disabling.IsCompleted, TimeSpan.FromMinutes(2));

        Assert.That(clock.GetUtcNow() - began, Is.EqualTo(TimeSpan.FromSeconds(60)));
    }

    [Test]
    public async Task Disabling_a_host_that_just_died_is_stored_at_once_and_answered_a_minute_later()
    {
        var began = clock.GetUtcNow();
        cloud.KillHost("c1");

        var disabling = Task.Run(() => client.UpdateServiceAsync("c1", """{"status": "disabled"}"""));
        await clock.RunUntilAsync(() => cloud.Host("c1").IsDisabled, TimeSpan.FromSeconds(1));
        var storedAfter = clock.GetUtcNow() - began;
        await clock.RunUntilAsync(() => disabling.IsCompleted, TimeSpan.FromMinutes(2));

        Assert.That((storedAfter, clock.GetUtcNow() - began, (await disabling).Status), Is.EqualTo((TimeSpan.Zero, TimeSpan.FromSeconds(60), 200)));
    }

    [Test]
    public async Task A_disable_that_the_dead_compute_missed_keeps_the_scheduler_away_for_a_minute_after_its_return()
    {
        var server = cloud.AddServer("c2", "vm-1");
        cloud.KillHost("c1");
        var disabling = Task.Run(() => client.UpdateServiceAsync("c1", """{"status": "disabled"}"""));
        await clock.RunUntilAsync(() => disabling.IsCompleted, TimeSpan.FromMinutes(2));
        cloud.ReviveHost("c1");
        await client.UpdateServiceAsync("c1", """{"status": "enabled"}""");
        await client.UpdateServiceAsync("c2", """{"forced_down": true}""");

        await client.EvacuateAsync(server);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That((cloud.Server("vm-1").VmState, cloud.Server("vm-1").Host), Is.EqualTo(("error", "c2")));
    }

    [Test]
    public async Task Forced_down_counts_at_once()
    {
        var (_, body) = await client.UpdateServiceAsync("c1", """{"forced_down": true}""");

        Assert.That(body.GetProperty("service").GetProperty("state").GetString(), Is.EqualTo("down"));
    }

    [Test]
    public async Task Forced_down_cannot_be_lifted_before_the_compute_has_restarted()
    {
        var server = cloud.AddServer("c1", "vm-1");
        cloud.KillHost("c1");
        await client.UpdateServiceAsync("c1", """{"forced_down": true}""");
        await client.EvacuateAsync(server);
        clock.Advance(TimeSpan.FromSeconds(10));

        var early = await client.UpdateServiceAsync("c1", """{"forced_down": false}""");
        cloud.ReviveHost("c1");
        var late = await client.UpdateServiceAsync("c1", """{"forced_down": false}""");

        Assert.That((early.Status, late.Status), Is.EqualTo((400, 200)));
    }

    [Test]
    public async Task Adds_a_host_to_an_aggregate_once()
    {
        cloud.AddAggregate("ssd", "c1");

        var first = await client.StatusAsync(HttpMethod.Post, "/compute/v2.1/os-aggregates/1/action", """{"add_host": {"host": "c2"}}""");
        var second = await client.StatusAsync(HttpMethod.Post, "/compute/v2.1/os-aggregates/1/action", """{"add_host": {"host": "c2"}}""");

        var hosts = (await client.GetAsync("/compute/v2.1/os-aggregates")).GetProperty("aggregates")[0].GetProperty("hosts");
        Assert.That((first, second, hosts.GetArrayLength()), Is.EqualTo((200, 409, 2)));
    }
}
