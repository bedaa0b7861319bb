using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>
/// Somebody deletes a host that a recovery is about. The API refuses that while the recovery runs, but not between its end and the last
/// look at its spares; and the original, which may still run on the same database, deletes what its own rules let it delete.
/// </summary>
public sealed class DeletedHostScenarios
{
    /// <summary>So long is the pause between two evacuates that the first instance has landed before the second is sent.</summary>
    private const string Slowly = "[recovery]\nstart_stagger_ms = 30000\n";

    [Test]
    public async Task A_spare_that_is_deleted_on_the_way_gets_no_more_instances()
    {
        await using var masakari = await SpareStory.BeginWithAsync(Slowly, "reserved_host", ["s1", "s2"], "vm1", "vm2");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.HostsOf("vm1", "vm2").Contains("s2"));

        var since = masakari.Clock.GetUtcNow();
        await DeleteAsync(masakari, "s2");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), await masakari.MessageAsync(notification));
        Assert.That(masakari.DestinationsSince(since), Is.EqualTo(["s1"]));
        Assert.That(await masakari.DetailsAsync(notification), Does.Contain("Reserved host s2 is not used: it is no longer registered"));
        Assert.That(masakari.LeftOn("s2"), Has.Count.EqualTo(1), "what has landed stays");
        Assert.That(masakari.Cloud.Host("s2").IsDisabled, Is.False, "it has instances");
    }

    /// <summary>Nothing has landed on it: its service is as before, and nobody takes the deleted row for a spare.</summary>
    [Test]
    public async Task A_spare_that_is_deleted_while_it_has_no_room_is_disabled_again_and_a_new_one_is_taken()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1:0"], "vm1");
        masakari.Cloud.AddHost("s9", enabled: false);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);
        await masakari.PassAsync(30);

        await DeleteAsync(masakari, "s1");
        await masakari.PassAsync(120);
        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("running"), "it waits for a spare");
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("s1 (it is no longer registered)"));
        await masakari.AddSpareAsync("s9");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), masakari.Told);
        Assert.That(masakari.HostsOf("vm1"), Is.EqualTo(["s9"]));
        await masakari.PassAsync(60);
        Assert.That((masakari.Cloud.Host("s1").IsDisabled, masakari.Cloud.Host("s1").DisabledReason), Is.EqualTo((true, "spare")));
        Assert.That(await masakari.QueryAsync<string>("SELECT host_name FROM spare_journal"), Is.EqualTo(["s9"]));
        Assert.That(await masakari.QueryAsync<long>("SELECT reserved FROM hosts WHERE name = 's1'"), Is.EqualTo([0]));
    }

    /// <summary>Nova refuses to disable the spare at the end of the recovery. Before that is tried again, the failed host is deleted.</summary>
    [Test]
    public async Task A_spare_is_given_back_although_the_failed_host_is_no_longer_registered()
    {
        await using var masakari = await SpareStory.BeginAsync("rh_priority", ["s1:0"], "vm1");
        const int Disable = 1, Enable = 1;
        masakari.Cloud.Fail(new FaultRule
        {
            Method = "PUT", Path = "/compute/v2.1/os-services/*", LetThrough = Disable + Enable, Effect = new FaultEffect.Status(500),
        });
        var notification = await masakari.KillAndReportAsync("c1");
        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "c2" })));
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((false, true)), "not given back yet");

        await masakari.DeleteHostAsync("c1");
        masakari.Cloud.StopFailing();
        await masakari.PassAsync(120);

        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((true, false)), masakari.Told);
        Assert.That(await masakari.QueryAsync<string>("SELECT host_name FROM spare_journal"), Is.Empty);
    }

    [Test]
    public async Task An_attempt_goes_on_when_its_host_is_deleted()
    {
        await using var masakari = await Story.BeginWithAsync(Story.OneAtATime, options: null, Story.Servers(3));
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);

        await DeleteAsync(masakari, "c1");

        Assert.That((await masakari.EndAsync(notification), masakari.LeftOn("c1").Count), Is.EqualTo(("finished", 0)), masakari.Told);
        AssertNothingIsLeft(masakari, Story.Servers(3));
    }

    /// <summary>No later attempt moves anything for a host that nobody has registered.</summary>
    [Test]
    public async Task A_retry_moves_nothing_off_a_host_that_is_deleted_and_leaves_no_server_locked()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails, times: 20);
        masakari.Cloud.Fail(new FaultRule { Action = "unlock", Server = "vm1", Effect = new FaultEffect.Status(409) });
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilStatusAsync(notification, "error");
        var sent = masakari.Evacuates();

        await DeleteAsync(masakari, "c1");
        masakari.Cloud.StopFailing();

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("failed"));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("is no longer registered in any segment"));
        await masakari.PassAsync(120);
        Assert.That((masakari.Evacuates(), masakari.LeftOn("c1")), Is.EqualTo((sent, new[] { "vm1" })));
        AssertNothingIsLeft(masakari, "vm1", "vm2");
        Assert.That(await masakari.QueryAsync<string>("SELECT instance_uuid FROM open_moves"), Is.Empty);
        Assert.That(await masakari.QueryAsync<string>("SELECT owner FROM recovery_claims WHERE owner <> ''"), Is.Empty);
    }

    private static void AssertNothingIsLeft(MasakariScenario masakari, params string[] servers) =>
        Assert.That(servers.Where(name => masakari.Cloud.Server(name) is { IsLocked: true } or { RanTwice: true }), Is.Empty);

    /// <summary>As the original's API does it.</summary>
    private static Task DeleteAsync(MasakariScenario masakari, string host) => masakari.WriteHostAsync(host, "deleted = id");
}
