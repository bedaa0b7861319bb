using System.Globalization;
using Masakari.Core.Notifications;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>A failed recovery is tried again, until its attempts are used up or its deadline is over.</summary>
public sealed class RetryTests
{
    /// <summary>Five retries; the pause begins with 15 s and doubles.</summary>
    [Test]
    public async Task Tries_again_after_15_30_60_120_and_240_s_and_then_gives_up()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.ClaimFails, times: 100);

        await masakari.LoseHostAsync("c1", NotificationStatus.Failed);

        var (errors, starts) = (Times(masakari, "Running -> Error"), Times(masakari, "Error -> Running"));
        var pauses = starts.Zip(errors, (start, error) => (start - error).TotalSeconds).ToList();
        Assert.That(pauses, Has.Count.EqualTo(5));
        for (var attempt = 0; attempt < 5; attempt++)
            Assert.That(pauses[attempt], Is.InRange(15 << attempt, (15 << attempt) + 5.5), $"pause {attempt + 1}, up to one sweep longer");
        Assert.That(masakari.Cloud.Evacuations("vm1"), Is.EqualTo(6));
        Assert.That((masakari.Cloud.Server("vm1").Host, masakari.Cloud.Server("vm1").IsLocked), Is.EqualTo(("c1", false)));
    }

    [Test]
    public async Task Begins_no_attempt_after_the_deadline()
    {
        await using var masakari = await SmallCloud.StartWithAsync(SmallCloud.Quick + "[recovery]\nretry_deadline_seconds = 60", options: null, "vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.ClaimFails, times: 100);

        await masakari.LoseHostAsync("c1", NotificationStatus.Failed);

        Assert.That(Times(masakari, "Error -> Running"), Has.Count.EqualTo(2));
    }

    /// <summary>The evidence that the host is dead stays valid for later attempts.</summary>
    [Test]
    public async Task Does_not_wait_for_silence_again()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", options: null, "vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.ClaimFails);

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        var calls = masakari.Cloud.CallsOf("evacuate");
        Assert.That((calls[1].At - calls[0].At).TotalSeconds, Is.LessThan(30));
    }

    /// <summary>Tenants cannot remove an administrator's lock: the service must not leave one behind.</summary>
    [Test]
    public async Task Unlocks_later_what_could_not_be_unlocked_at_once()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1", "vm2");
        masakari.Cloud.Fail(new FaultRule { Action = "unlock", Server = "vm1", Times = 2, Effect = new FaultEffect.Status(500) });
        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        await masakari.UntilAsync(() => !masakari.Cloud.Server("vm1").IsLocked);

        masakari.Cloud.AssertMovedOnce("vm1", "vm2");
    }

    /// <summary>An unforeseen error must not leave the notification running.</summary>
    [TestCase("vmoves")]
    [TestCase("vmove_journal")]
    [TestCase("host_journal")]
    [TestCase("recovery_progress")]
    public async Task Goes_on_when_the_database_was_in_trouble(string table)
    {
        await using var masakari = await SmallCloud.StartAsync("vm1", "vm2");
        masakari.Cloud.KillHost("c1");
        await masakari.Life.ExecuteAsync($"ALTER TABLE {table} RENAME TO away");
        if (table == "host_journal")
            await masakari.Life.ExecuteAsync(
                "CREATE TABLE host_journal (notification_uuid VARCHAR(36), host_uuid VARCHAR(36), maintenance_by_us INT, proof VARCHAR(32))");
        var notification = await masakari.NotifyAsync("c1");
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(60));

        if (table == "host_journal") await masakari.Life.ExecuteAsync("DROP TABLE host_journal");
        await masakari.Life.ExecuteAsync($"ALTER TABLE away RENAME TO {table}");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce("vm1", "vm2");
    }

    /// <summary>Another controller took the claim and was then killed before it did anything.</summary>
    [Test]
    public async Task Stops_when_its_claim_is_lost_and_takes_the_work_over_when_that_lapses()
    {
        var servers = SmallCloud.Names(8);
        await using var masakari = await SmallCloud.StartAsync(servers);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("evacuate") > 0);

        await masakari.Life.ExecuteAsync("UPDATE recovery_claims SET owner = 'elsewhere', epoch = epoch + 1");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(servers);
        Assert.That(masakari.Log, Has.Some.Contains("taken over"));
    }

    /// <summary>No engine works on the row, because a recovery of its host is held.</summary>
    [Test]
    public async Task Gives_up_an_old_row_that_nobody_works_on()
    {
        await using var masakari = await SmallCloud.StartWithAsync("[DEFAULT]\nnotifications_expired_interval = 600", options: null, "vm1");
        await masakari.UntilOverAsync(await masakari.NotifyAsync("c1", "STARTED"));
        await masakari.Life.ExecuteAsync("UPDATE notifications SET status = 'running'");
        var began = masakari.Clock.GetUtcNow();
        var notification = await masakari.NotifyAsync("c1");

        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        Assert.That((masakari.Clock.GetUtcNow() - began).TotalSeconds, Is.InRange(595, 610));
    }

    private static List<DateTime> Times(MasakariScenario masakari, string move) =>
    [
        .. masakari.Log.Where(line => line.Contains(move, StringComparison.Ordinal))
            .Select(line => DateTime.ParseExact(line[..12], "HH:mm:ss.fff", CultureInfo.InvariantCulture)),
    ];
}
