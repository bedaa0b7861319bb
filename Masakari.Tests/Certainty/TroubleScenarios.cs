using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Lost answers, failed writes, unreadable rows, and how many changes Nova is asked for at the same time.</summary>
public sealed class TroubleScenarios
{
    /// <summary>For so many seconds a call whose answer got lost may still be executed.</summary>
    private const double WaitOut = 67;

    private const string AllAtOnce = "[DEFAULT]\nhost_failure_recovery_threads = 200\n";
    private const string OneAttempt = "[recovery]\nretry_attempts = 0\n";

    [Test]
    public async Task No_more_than_32_changes_are_under_way_at_the_same_time()
    {
        await using var masakari = await Story.BeginWithAsync(AllAtOnce, options: null, Story.Servers(120));
        masakari.Cloud.Fail(new FaultRule { Path = "*/action", Effect = new FaultEffect.AnswerLate(TimeSpan.FromSeconds(3)) });
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");

        await masakari.EndAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.Empty);
        Assert.That(masakari.Cloud.MostChangesInFlight, Is.LessThanOrEqualTo(32), "changes under way at the same time");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_call_that_got_lost_is_repeated_after_two_fresh_looks(bool killed)
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Times = 1, Effect = new FaultEffect.Drop() });
        await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        var sent = masakari.Clock.GetUtcNow();
        if (killed) await masakari.KillAndRestartAsync();
        await masakari.UntilAsync(() => masakari.Evacuates() == 2);

        var looks = masakari.Cloud.Calls.Count(call => call.Kind == "GET os-migrations" && (call.At - sent).TotalSeconds >= WaitOut);

        Assert.That(looks, Is.GreaterThanOrEqualTo(2), $"repeated after {masakari.SecondsSince(sent)} s without two fresh looks");
    }

    [Test]
    public async Task A_failed_write_fails_no_other_server()
    {
        await using var masakari = await Story.BeginWithAsync(AllAtOnce + OneAttempt, options: null, Story.Servers(40));
        await masakari.Life.ExecuteAsync("""
            CREATE TRIGGER broken BEFORE UPDATE ON vmoves WHEN NEW.instance_name = 'vm3' AND NEW.status = 'ongoing'
            BEGIN SELECT RAISE(ABORT, 'the row is damaged'); END
            """);
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");

        await masakari.EndAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.EqualTo(new[] { "vm3" }), "left on c1 because of another server's row");
    }

    [Test]
    public async Task A_failed_progress_line_fails_no_move()
    {
        await using var masakari = await Story.BeginWithAsync(OneAttempt, options: null, Story.Servers(8));
        await masakari.Life.ExecuteAsync("""
            CREATE TRIGGER broken BEFORE INSERT ON recovery_progress
            BEGIN SELECT RAISE(ABORT, 'the table is damaged'); END
            """);
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");

        await masakari.EndAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.Empty, "left on c1 because of a progress line");
    }

    [Test]
    public async Task A_row_with_a_broken_uuid_stops_no_retry()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await masakari.AddOddRowsAsync("'not a uuid'", "COMPUTE_HOST", "error");

        Assert.That(await FailOnceAsync(masakari), Is.EqualTo("finished"), "never tried again");
    }

    [Test]
    public async Task A_row_of_a_foreign_type_stops_no_retry()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await masakari.AddOddRowsAsync($"'{Guid.NewGuid()}'", "RACK", "error");

        Assert.That(await FailOnceAsync(masakari), Is.EqualTo("finished"), "never tried again");
    }

    [TestCase("'broken ' || n", "COMPUTE_HOST")]
    [TestCase("printf('aaaaaaaa-0000-4000-8000-%012d', n)", "RACK")]
    public async Task Unreadable_rows_hide_no_other_row(string uuid, string type)
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await masakari.AddOddRowsAsync(uuid, type, "new", count: 520);
        await masakari.Life.ExecuteAsync($$"""
            INSERT INTO notifications
                (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
            SELECT n.created_at, 0, '{{Guid.NewGuid()}}', n.generated_time, h.uuid, 'COMPUTE_HOST',
                   '{"event": "STOPPED", "host_status": "NORMAL"}', 'new'
              FROM notifications n, hosts h WHERE h.name = 'c1' LIMIT 1
            """);
        masakari.Cloud.KillHost("c1");
        masakari.Cloud.ForceDown("c1");

        await masakari.PassAsync(60);

        Assert.That(masakari.LeftOn("c1"), Is.Empty, "hidden behind unreadable rows");
    }

    [Test]
    public async Task Five_servers_that_nova_was_too_busy_for_halve_the_limit_once()
    {
        var busy = new FaultEffect.Status(429);
        var inFlight = await InFlightAsync(busy, masakari => masakari.LeftOn("c1").Count <= 34);

        Assert.That(inFlight, Is.GreaterThanOrEqualTo(3), "halved more than once");
    }

    [Test]
    public async Task Refusals_that_have_nothing_to_do_with_load_do_not_lower_the_limit()
    {
        var refusal = new FaultEffect.Status(409, "Cannot 'evacuate' instance while it is in vm_state building");
        var inFlight = await InFlightAsync(refusal, masakari => masakari.Cloud.AllEvacuations().Count > 0);

        Assert.That(inFlight, Is.GreaterThanOrEqualTo(6), "lowered by refusals");
    }

    [Test]
    public async Task Claims_do_not_pile_up()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        for (var number = 0; number < 10; number++)
        {
            var crash = new Dictionary<string, string> { ["event"] = "LIFECYCLE", ["vir_domain_event"] = "STOPPED_FAILED" };
            await masakari.NotifyAsync("VM", "c1", new Dictionary<string, string>(crash) { ["instance_uuid"] = $"{Guid.NewGuid()}" });
        }

        await masakari.PassAsync(900);

        var claims = await masakari.QueryAsync<string>("SELECT subject FROM recovery_claims");
        Assert.That(claims, Has.Count.LessThan(5), "claims of notifications that are over");
    }

    [Test]
    public async Task A_failed_recovery_shows_in_nova()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails, times: 100);

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That(
            masakari.Cloud.Host("c1").DisabledReason, Does.StartWith("Masakari detected host failure.").And.Contains($"{notification}"),
            "Nova does not show the failed recovery");
    }

    /// <summary>The first evacuation fails, all others work; the status at the end.</summary>
    private static async Task<string> FailOnceAsync(MasakariScenario masakari)
    {
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.ClaimFails);
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.PassAsync(600);
        return await masakari.StatusAsync(notification);
    }

    /// <summary>Six destinations; the first five evacuate calls fail. How many evacuations are under way afterwards?</summary>
    private static async Task<int> InFlightAsync(FaultEffect effect, Func<MasakariScenario, bool> afterwards)
    {
        var options = new SimulatedCloudOptions { EvacuationTime = TimeSpan.FromSeconds(10), EvacuationSpread = 0 };
        // 12 in flight at most: 40 servers take some rounds.
        await using var masakari = await Story.BeginAsync(
            ["c1", "c2", "c3", "c4", "c5", "c6", "c7"], "[recovery]\nmax_in_flight_per_destination = 2", options, Story.Servers(40));
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Times = 5, Effect = effect });
        await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilAsync(() => afterwards(masakari));
        await masakari.PassAsync(3);
        return masakari.Cloud.InstancesOn("c1").Count(server => server.TaskState is not null);
    }
}
