using System.Text.Json;
using Masakari.Host.Sandbox;

namespace Masakari.Tests.Sandbox;

/// <summary>Evacuations that Nova refuses for good, that fail with a cause, and migrations of others.</summary>
public sealed class EvacuationDeedTests : CloudDeedFixture
{
    [TestCase(EvacuationBar.Vtpm, 409, "not supported for vTPM-enabled instance")]
    [TestCase(EvacuationBar.Share, 409, "not supported with instances that have shares")]
    [TestCase(EvacuationBar.AcceleratorPort, 400, "not supported with Ports that have accelerators")]
    public async Task Some_servers_are_refused_for_good(object bar, int status, string words)
    {
        LoseC1();
        Cloud.BarEvacuation("vm-1", (EvacuationBar)bar);

        var (code, message) = await Client.EvacuateAsync(Server);

        Assert.That((code, message), Is.EqualTo((status, message)));
        Assert.That(message, Does.Contain(words));
    }

    [Test]
    public async Task A_failed_build_shows_its_fault_while_the_server_is_in_error()
    {
        LoseC1();
        Cloud.PlanEvacuation("vm-1", EvacuationOutcome.BuildFails, failure: "Barbican answered 403");

        await Client.EvacuateAsync(Server);
        Pass(10);
        var fault = (await ServerAsync()).GetProperty("fault").GetProperty("message").GetString();
        await Client.ActAsync(Server, """{"os-resetState": {"state": "active"}}""");

        Assert.That(fault, Is.EqualTo("Barbican answered 403"));
        Assert.That((await ServerAsync()).TryGetProperty("fault", out _), Is.False, "active servers show none");
    }

    [Test]
    public async Task No_valid_host_is_the_fault_when_there_is_no_destination()
    {
        LoseC1();
        Cloud.WriteService("c2", disabled: true);

        await Client.EvacuateAsync(Server);
        Pass(5);

        Assert.That((await ServerAsync()).GetProperty("fault").GetProperty("message").GetString(), Does.StartWith("No valid host was found"));
    }

    [Test]
    public async Task A_live_migration_moves_a_server()
    {
        Cloud.BeginLiveMigration("vm-1", "c2");
        var began = await MigrationAsync();
        Pass(11);

        Assert.That(began, Is.EqualTo(("live-migration", "running", "c1", "c2")));
        Assert.That(await MigrationAsync(), Is.EqualTo(("live-migration", "completed", "c1", "c2")));
        Assert.That((Cloud.Server("vm-1").Host, Cloud.Server("vm-1").TaskState), Is.EqualTo(("c2", (string?)null)));
    }

    [Test]
    public async Task A_live_migration_whose_source_dies_late_leaves_a_guest_that_runs_elsewhere_than_nova_says()
    {
        Cloud.BeginLiveMigration("vm-1", "c2");
        Pass(6);
        LoseC1();
        var left = (await MigrationAsync(), Cloud.Server("vm-1").Host, Cloud.Server("vm-1").TaskState, Cloud.Server("vm-1").GuestRuns);

        await Client.EvacuateAsync(Server);
        Pass(10);

        Assert.That(left, Is.EqualTo((("live-migration", "running", "c1", "c2"), "c1", "migrating", true)));
        Assert.That(Cloud.Server("vm-1").RanTwice, Is.True, "the evacuation started a second copy");
    }

    [Test]
    public async Task Somebody_elses_evacuation_shows_in_the_migrations()
    {
        LoseC1();

        Cloud.EvacuateByHand("vm-1");
        var began = await MigrationAsync();
        Pass(10);

        Assert.That(began.Type, Is.EqualTo("evacuation"));
        Assert.That((Cloud.Server("vm-1").Host, Cloud.Server("vm-1").RanTwice), Is.EqualTo(("c2", false)));
    }

    [Test]
    public async Task A_source_that_comes_back_completes_open_records_and_the_rebuild_goes_on()
    {
        LoseC1();
        await Client.EvacuateAsync(Server);
        Pass(1);

        Cloud.ReviveHost("c1");
        var (open, task) = ((await MigrationAsync()).Status, Cloud.Server("vm-1").TaskState);
        Pass(10);

        Assert.That((open, task), Is.EqualTo(("completed", "rebuilding")));
        Assert.That(((await MigrationAsync()).Status, Cloud.Server("vm-1").Host), Is.EqualTo(("done", "c2")));
        Assert.That(Cloud.Server("vm-1").RanTwice, Is.False, "nova-compute destroys the guest that it still has");
    }

    [Test]
    public async Task The_hypervisor_of_a_dead_host_keeps_its_last_count()
    {
        LoseC1();
        await Client.EvacuateAsync(Server);
        Pass(10);

        var counts = (await Client.GetAsync("/compute/v2.1/os-hypervisors/detail")).GetProperty("hypervisors").EnumerateArray()
            .ToDictionary(h => h.GetProperty("hypervisor_hostname").GetString()!, h => h.GetProperty("running_vms").GetInt32());

        Assert.That((counts["c1"], counts["c2"]), Is.EqualTo((1, 1)));
    }

    [TestCase("null", JsonValueKind.Null)]
    [TestCase(null, JsonValueKind.Undefined)]
    public async Task A_field_may_be_null_or_missing_for_some_calls(string? json, JsonValueKind kind)
    {
        Cloud.Distort("vm-1", "OS-EXT-SRV-ATTR:host", json, calls: 1);

        Assert.That(Kind(await ServerAsync()), Is.EqualTo(kind));
        Assert.That(Kind(await ServerAsync()), Is.EqualTo(JsonValueKind.String), "the next call");

        static JsonValueKind Kind(JsonElement server) => server.TryGetProperty("OS-EXT-SRV-ATTR:host", out var host) ? host.ValueKind : JsonValueKind.Undefined;
    }

    [Test]
    public async Task A_list_may_be_null()
    {
        Cloud.Distort(of: null, "servers", "null", calls: 1);

        Assert.That((await Client.GetAsync("/compute/v2.1/servers/detail")).GetProperty("servers").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task A_gateway_in_front_answers_in_its_own_words()
    {
        Cloud.Fail(new FaultRule { Path = "/compute/v2.1/servers/*", Effect = new FaultEffect.Foreign(404, """{"error": "no route"}""") });

        using var answer = await Client.SendAsync(HttpMethod.Get, $"/compute/v2.1/servers/{Server}");

        Assert.That(((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()), Is.EqualTo((404, """{"error": "no route"}""")));
        Assert.That(answer.Headers.Contains("x-compute-request-id"), Is.False);
    }

    private async Task<(string Type, string Status, string Source, string? Destination)> MigrationAsync()
    {
        var only = (await Client.GetAsync("/compute/v2.1/os-migrations")).GetProperty("migrations").EnumerateArray().Single();
        return (only.GetProperty("migration_type").GetString()!, only.GetProperty("status").GetString()!, only.GetProperty("source_compute").GetString()!,
            only.GetProperty("dest_compute").GetString());
    }

    private void LoseC1()
    {
        Cloud.KillHost("c1");
        Pass(70);
    }
}
