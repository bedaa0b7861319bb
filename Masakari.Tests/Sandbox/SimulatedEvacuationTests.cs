using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Sandbox;

public sealed class SimulatedEvacuationTests
{
    private FakeClock clock = null!;
    private SimulatedCloud cloud = null!;
    private CloudClient client = null!;
    private Guid server;

    [SetUp]
    public async Task StartCloud()
    {
        clock = new FakeClock();
        cloud = new SimulatedCloud(clock, new SimulatedCloudOptions { EvacuationSpread = 0 });
        cloud.AddHost("c1");
        cloud.AddHost("c2", hypervisorHostname: "c2.example.org");
        server = cloud.AddServer("c1", "vm-1");
        client = await CloudClient.LoginAsync(cloud);
    }

    [TearDown]
    public void Stop() => client.Dispose();

    [Test]
    public async Task Is_refused_while_nova_believes_in_the_source()
    {
        var refusal = await client.EvacuateAsync(server);

        Assert.That(refusal, Is.EqualTo((400, "Compute service of c1 is still in use.")));
    }

    [TestCase("c1", 400, "The target host can't be the same one.")]
    [TestCase("nix", 404, "Compute host nix not found.")]
    public async Task Is_refused_to_a_wrong_target(string target, int status, string message)
    {
        LoseC1();

        var refusal = await client.ActAsync(server, $$$"""{"evacuate": {"host": "{{{target}}}"}}""");

        Assert.That(refusal, Is.EqualTo((status, message)));
    }

    [Test]
    public async Task Is_refused_in_a_wrong_vm_state()
    {
        var paused = cloud.AddServer("c1", "vm-2", vmState: "paused");
        LoseC1();

        var refusal = await client.EvacuateAsync(paused);

        Assert.That(refusal, Is.EqualTo((409, $"Cannot 'evacuate' instance {paused} while it is in vm_state paused")));
    }

    [Test]
    public async Task Goes_through_the_states_of_a_real_one()
    {
        LoseC1();
        await client.EvacuateAsync(server);

        var seen = new List<string>();
        for (var tick = 0; tick < 60; tick++)
        {
            var look = await LookAsync();
            if (seen.LastOrDefault() != look) seen.Add(look);
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.That(seen, Is.EqualTo((string[])
        [
            "REBUILD active rebuilding 1 c1 c1 accepted",
            "REBUILD active rebuilding 1 c1 c1 pre-migrating",
            "REBUILD active rebuilding 0 c1 c1 pre-migrating",
            "REBUILD active rebuild_block_device_mapping 0 c1 c1 pre-migrating",
            "REBUILD active rebuild_spawning 0 c1 c1 pre-migrating",
            "ACTIVE active none 1 c1 c1 pre-migrating",
            "ACTIVE active none 1 c2 c2.example.org done",
        ]));
    }

    [TestCase("stopped", "stopped", 4)]
    [TestCase("error", "active", 1)]
    public async Task Ends_in_the_state_that_suits_the_old_one(string before, string after, int power)
    {
        var other = cloud.AddServer("c1", "vm-2", vmState: before);
        LoseC1();

        await client.EvacuateAsync(other);
        clock.Advance(TimeSpan.FromSeconds(10));

        var now = cloud.Server("vm-2");
        Assert.That((now.Host, now.VmState, now.TaskState, now.PowerState), Is.EqualTo(("c2", after, (string?)null, power)));
    }

    [Test]
    public async Task A_second_one_is_accepted_and_breaks_the_instance_for_ever([Values(0.1, 2, 5)] double secondsLater)
    {
        LoseC1();
        await client.EvacuateAsync(server);
        clock.Advance(TimeSpan.FromSeconds(secondsLater));

        var second = await client.EvacuateAsync(server);
        clock.Advance(TimeSpan.FromMinutes(50));

        var now = cloud.Server("vm-1");
        Assert.That(
            (second.Status, now.VmState, now.TaskState, cloud.Evacuations("vm-1")),
            Is.EqualTo((200, "error", "rebuilding", 2)));
    }

    [Test]
    public async Task Without_a_valid_host_leaves_an_error()
    {
        LoseC1();
        await client.UpdateServiceAsync("c2", """{"status": "disabled"}""");

        await client.EvacuateAsync(server);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await LookAsync(), Is.EqualTo("ERROR error none 1 c1 c1 error"));
    }

    [Test]
    public async Task A_failed_claim_shows_in_the_migration_alone()
    {
        LoseC1();
        cloud.PlanEvacuation("vm-1", EvacuationOutcome.ClaimFails);

        await client.EvacuateAsync(server);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await LookAsync(), Is.EqualTo("ACTIVE active none 1 c1 c1 failed"));
    }

    [Test]
    public async Task A_failed_build_leaves_an_error_and_may_be_tried_again()
    {
        LoseC1();
        cloud.PlanEvacuation("vm-1", EvacuationOutcome.BuildFails);

        await client.EvacuateAsync(server);
        clock.Advance(TimeSpan.FromSeconds(10));
        var failed = await LookAsync();
        await client.EvacuateAsync(server);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That((failed, cloud.Server("vm-1").Host), Is.EqualTo(("ERROR error none 0 c1 c1 failed", "c2")));
    }

    [Test]
    public async Task Never_ends_when_its_destination_dies()
    {
        LoseC1();
        await client.EvacuateAsync(server);
        clock.Advance(TimeSpan.FromSeconds(3));

        cloud.KillHost("c2");
        clock.Advance(TimeSpan.FromMinutes(50));

        Assert.That(await LookAsync(), Is.EqualTo("REBUILD active rebuild_spawning 0 c1 c1 pre-migrating"));
    }

    [Test]
    public async Task A_host_builds_only_so_many_at_once()
    {
        cloud = new SimulatedCloud(clock, new SimulatedCloudOptions { EvacuationSpread = 0, BuildsAtOnce = 2 });
        cloud.AddHost("c1");
        cloud.AddHost("c2");
        var servers = Enumerable.Range(1, 5).Select(n => cloud.AddServer("c1", $"vm-{n}")).ToList();
        using var crowd = await CloudClient.LoginAsync(cloud);
        LoseC1();

        foreach (var each in servers)
            await crowd.EvacuateAsync(each);
        var arrived = new List<int>();
        for (var round = 0; round < 3; round++)
        {
            clock.Advance(TimeSpan.FromSeconds(5.2));
            arrived.Add(cloud.InstancesOn("c2").Count);
        }

        Assert.That(arrived, Is.EqualTo((int[])[2, 4, 5]));
    }

    [Test]
    public async Task Spreads_over_the_least_loaded_hosts()
    {
        cloud.AddHost("c3", capacity: 1);
        var servers = Enumerable.Range(2, 4).Select(n => cloud.AddServer("c1", $"vm-{n}")).ToList();
        LoseC1();

        foreach (var each in servers)
            await client.EvacuateAsync(each);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That((cloud.InstancesOn("c2").Count, cloud.InstancesOn("c3").Count), Is.EqualTo((3, 1)));
    }

    [Test]
    public async Task Takes_the_same_time_in_every_run_with_the_same_seed()
    {
        var first = await DurationAsync(seed: 7);
        var again = await DurationAsync(seed: 7);
        var other = await DurationAsync(seed: 8);

        Assert.That(again, Is.EqualTo(first).And.Not.EqualTo(other));
    }

    private async Task<TimeSpan> DurationAsync(int seed)
    {
        var own = new FakeClock();
        cloud = new SimulatedCloud(own, new SimulatedCloudOptions { Seed = seed });
        cloud.AddHost("c1", up: false);
        cloud.AddHost("c2");
        var moved = cloud.AddServer("c1", "vm-1");
        using var mover = await CloudClient.LoginAsync(cloud);
        await mover.EvacuateAsync(moved);
        var began = own.GetUtcNow();
        while (cloud.Server("vm-1").Host == "c1")
            own.Advance(TimeSpan.FromMilliseconds(1));
        return own.GetUtcNow() - began;
    }

    private void LoseC1()
    {
        cloud.KillHost("c1");
        clock.Advance(TimeSpan.FromSeconds(75));
    }

    private async Task<string> LookAsync()
    {
        var shown = (await client.GetAsync($"/compute/v2.1/servers/{server}")).GetProperty("server");
        var migrations = await client.GetAsync("/compute/v2.1/os-migrations?source_compute=c1&migration_type=evacuation");
        return string.Join(
            ' ',
            shown.GetProperty("status"),
            shown.GetProperty("OS-EXT-STS:vm_state"),
            shown.GetProperty("OS-EXT-STS:task_state").GetString() ?? "none",
            shown.GetProperty("OS-EXT-STS:power_state"),
            shown.GetProperty("OS-EXT-SRV-ATTR:host"),
            shown.GetProperty("OS-EXT-SRV-ATTR:hypervisor_hostname"),
            migrations.GetProperty("migrations")[0].GetProperty("status"));
    }
}
