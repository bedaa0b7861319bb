using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Clocks of controllers that are wrong, and a clock of the database that steps back.</summary>
public sealed class ClockScenarios
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Back10Minutes = TimeSpan.FromMinutes(-10);

    [TestCase(1)]
    [TestCase(-1)]
    public async Task A_controller_whose_clock_steps_by_a_day_waits_for_the_whole_silence(int days)
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.KillHost("c1");
        var heartbeat = masakari.Cloud.Host("c1").UpdatedAt;
        var notification = await masakari.NotifyAsync("c1");
        await masakari.PassAsync(70);

        masakari.WallClock.Step(days * Day);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        Assert.That((masakari.Cloud.AllEvacuations()[0].AcceptedAt - heartbeat).TotalSeconds, Is.InRange(179, 190));
    }

    [TestCase(1)]
    [TestCase(-1)]
    public async Task A_controller_whose_clock_steps_by_a_day_in_flight_moves_each_server_once(int days)
    {
        await using var masakari = await Story.BeginAsync(Story.Servers(8));
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);

        masakari.WallClock.Step(days * Day);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        Assert.That((masakari.LeftOn("c1").Count, masakari.Evacuates()), Is.EqualTo((0, 8)));
    }

    [Test]
    public async Task A_controller_whose_clock_steps_a_day_ahead_gives_no_retry_up()
    {
        var (masakari, notification) = await BeginInErrorAsync();
        await using var end = masakari;

        masakari.WallClock.Step(Day);
        await masakari.PassAsync(10);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), "given up by a clock that is a day ahead");
    }

    [Test]
    public async Task A_controller_whose_clock_steps_a_day_back_retries_in_time()
    {
        var (masakari, notification) = await BeginInErrorAsync();
        await using var end = masakari;
        var began = masakari.Clock.GetUtcNow();

        masakari.WallClock.Step(-Day);
        await masakari.EndAsync(notification);

        Assert.That((masakari.LeftOn("c1").Count, masakari.SecondsSince(began) < 180), Is.EqualTo((0, true)));
    }

    [Test]
    public async Task A_retry_deadline_holds_also_for_a_clock_that_steps_a_day_back()
    {
        const string Tireless = "[recovery]\nretry_attempts = 1000\nretry_first_seconds = 1\n";
        await using var masakari = await Story.BeginWithAsync(Tireless, options: null, "vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.ClaimFails, times: 1000);
        var began = masakari.Clock.GetUtcNow();
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilStatusAsync(notification, "error");

        masakari.WallClock.Step(-Day);
        await masakari.PassAsync(4500);

        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("failed"), $"tried on after {masakari.SecondsSince(began):0} s");
    }

    [TestCase(1)]
    [TestCase(-1)]
    public async Task The_other_controller_takes_over_with_a_clock_that_is_a_day_off(int days)
    {
        await using var masakari = await Story.BeginAsync(Story.Servers(8));
        masakari.OtherWallClock.Step(days * Day);
        await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);

        await masakari.StartOtherAsync();
        await masakari.Life.KillAsync();
        await masakari.UntilAsync(() => masakari.LeftOn("c1").Count == 0);

        Assert.That((masakari.Evacuates(), masakari.Cloud.AllEvacuations().Count), Is.EqualTo((8, 8)));
    }

    [Test]
    public async Task A_notification_is_created_by_the_clock_of_the_database()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.WallClock.Step(Day);

        var notification = await masakari.NotifyAsync("c1");

        var shown = (await masakari.GetAsync($"notifications/{notification}")).GetProperty("notification");
        var ahead = shown.GetProperty("created_at").GetDateTime() - masakari.DatabaseClock.GetUtcNow().UtcDateTime;
        Assert.That(ahead.TotalSeconds, Is.InRange(-1, 1), "created by the controller's clock");
    }

    [Test]
    public async Task A_controller_says_that_its_clock_is_a_minute_off()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.WallClock.Step(TimeSpan.FromMinutes(1));

        await masakari.PassAsync(120);

        Assert.That(masakari.Log, Has.Some.Contains("Warning").And.Some.Contains("clock"), "no word of the wrong clock");
        using var probe = new HttpRequestMessage(HttpMethod.Get, new Uri("http://masakari/healthcheck"));
        probe.Headers.Add("Accept", "application/json");
        using var answer = await masakari.Life.Api.SendAsync(probe);
        Assert.That(answer.IsSuccessStatusCode, "a wrong clock takes no controller out of service");
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("OK").And.Contain("60 s ahead of the clock of the database"));
    }

    [Test]
    public async Task A_step_back_of_the_database_disturbs_no_recovery()
    {
        await using var masakari = await Story.BeginAsync(Story.Servers(8));
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);
        var began = masakari.Clock.GetUtcNow();

        masakari.DatabaseClock.Step(Back10Minutes);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        Assert.That((masakari.LeftOn("c1").Count, masakari.Evacuates(), masakari.SecondsSince(began) < 60), Is.EqualTo((0, 8, true)));
    }

    /// <summary>A lease of 15 s must not last for 10 minutes.</summary>
    [Test]
    public async Task A_step_back_of_the_database_does_not_delay_a_takeover()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(20);
        await masakari.StartOtherAsync();
        var died = masakari.Clock.GetUtcNow();

        await masakari.Life.KillAsync();
        masakari.DatabaseClock.Step(Back10Minutes);
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);

        Assert.That(masakari.SecondsSince(died), Is.LessThan(60), "taken over late");
    }

    /// <summary>A call whose answer nobody heard is over after 67 s, and not 10 minutes later.</summary>
    [Test]
    public async Task A_step_back_of_the_database_does_not_prolong_the_wait_after_a_lost_answer()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Times = 1, Effect = new FaultEffect.Hang(TimeSpan.FromHours(1)) });
        await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        await masakari.PassAsync(1);
        var died = masakari.Clock.GetUtcNow();

        masakari.DatabaseClock.Step(Back10Minutes);
        await masakari.KillAndRestartAsync();
        await masakari.UntilAsync(() => masakari.Evacuates() == 2);

        Assert.That(masakari.SecondsSince(died), Is.InRange(60, 140), "waited out the step of the clock as well");
    }

    private static async Task<(MasakariScenario Masakari, Guid Notification)> BeginInErrorAsync()
    {
        var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.ClaimFails);
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilStatusAsync(notification, "error");
        return (masakari, notification);
    }
}
