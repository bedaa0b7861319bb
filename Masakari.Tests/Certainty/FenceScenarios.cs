using static Masakari.Tests.Certainty.FenceStory;

namespace Masakari.Tests.Certainty;

/// <summary>What the answers of the fence command are worth: off is proof, on is a veto, all else leaves it to the silence.</summary>
public sealed class FenceScenarios
{
    private const string RequireProof = "require_proof = true\n";

    /// <summary>Nova calls a host down a minute after its last heartbeat; then come a look and the calls before the evacuate.</summary>
    private const double DownByNova = 70;

    [Test]
    public async Task A_host_that_was_seen_off_is_evacuated_as_soon_as_nova_calls_it_down()
    {
        await using var masakari = await BeginAsync(RequireProof);
        var reported = masakari.Clock.GetUtcNow();
        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), masakari.Told);
        Assert.That(masakari.FirstEvacuation(reported), Is.InRange(50, DownByNova));
        Assert.That(masakari.Starts(reported), Has.One.InRange(19, 22), "after two report intervals without a heartbeat, once");
        Assert.That(await masakari.QueryAsync<string>("SELECT proof FROM host_journal"), Is.EqualTo(new[] { "fenced" }));
        Assert.That(masakari.Log, Has.One.Contains("host c1 may be evacuated: the fence command has seen it off"));
    }

    [Test]
    public async Task The_command_gets_the_host_as_its_last_argument_and_in_its_environment()
    {
        await using var masakari = await BeginAsync();
        var notification = await masakari.LoseHostAsync("c1");

        var call = masakari.Commands.Runs[0].Call;

        Assert.That((call.Executable, call.Arguments), Is.EqualTo(("/bin/sh", new[] { "--off", "chassis 1", "c1" })));
        Assert.That(call.Environment, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["MASAKARI_HOST"] = "c1",
            ["MASAKARI_NOTIFICATION"] = $"{notification}",
            ["MASAKARI_SEGMENT"] = "s1",
            ["MASAKARI_CONTROL_ATTRIBUTES"] = "SSH",
        }));
    }

    [Test]
    public async Task A_host_that_nova_calls_down_already_is_asked_about_at_once()
    {
        await using var masakari = await BeginAsync();
        masakari.Cloud.KillHost("c1");
        await masakari.PassAsync(100);

        var reported = masakari.Clock.GetUtcNow();
        await masakari.NotifyAsync("c1");
        await masakari.PassAsync(10);

        Assert.That((masakari.Starts(reported).First(), masakari.Evacuates()), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_host_that_is_still_on_waits_with_words_and_is_asked_about_again()
    {
        await using var masakari = await BeginAsync();
        masakari.Commands.Answer = _ => (1, On);
        var notification = await masakari.KillAndReportAsync("c1");

        await masakari.PassAsync(1200);
        Assert.That((masakari.Evacuates(), await masakari.StatusAsync(notification)), Is.EqualTo((0, "running")));
        Assert.That(await masakari.MessageAsync(notification), Does.Match(
            "^Waiting since .*The fence command says that host c1 is still on, .* `masakari manage confirm-down c1`.* "
            + $"`masakari manage abort {notification}`"));
        Assert.That(masakari.Pauses().Take(5), Is.EqualTo(new[] { 15, 30, 60, 60, 60 }).Within(1));
        Assert.That(masakari.Log, Has.One.Contains("the fence command says that the host is still on"), "told once");

        masakari.Commands.Answer = _ => (1, Off);
        await masakari.PassAsync(70);
        Assert.That((masakari.Evacuates(), await masakari.EndAsync(notification)), Is.EqualTo((1, "finished")));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_operator_frees_a_host_that_is_said_to_be_on(bool byForcedDown)
    {
        await using var masakari = await BeginAsync();
        masakari.Commands.Answer = _ => (1, On);
        await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(400);

        if (byForcedDown) masakari.Cloud.ForceDown("c1");
        else await masakari.ConfirmDownAsync("c1");
        await masakari.PassAsync(20);

        Assert.That(masakari.Evacuates(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_host_that_was_seen_on_stays_unevacuated_when_the_command_fails_later()
    {
        await using var masakari = await BeginAsync();
        masakari.Commands.Answer = call => (1, call == 1 ? On : CannotTell);
        await masakari.KillAndReportAsync("c1");

        await masakari.PassAsync(1200);

        Assert.That((masakari.Evacuates(), masakari.Commands.Runs.Count), Is.EqualTo((0, 20)).Within(3));
    }

    [TestCase(CannotTell)]
    [TestCase(3)]
    [TestCase(137)]
    public async Task Silence_decides_when_the_command_cannot_tell_twice(int exitCode)
    {
        await using var masakari = await BeginAsync();
        masakari.Commands.Answer = _ => (1, exitCode);
        var reported = masakari.Clock.GetUtcNow();

        await masakari.LoseHostAsync("c1");

        Assert.That((masakari.Commands.Runs.Count, masakari.FirstEvacuation(reported)), Is.EqualTo((2, 181)).Within(10));
        Assert.That(masakari.SilencesBeforeEvacuates(), Is.All.GreaterThanOrEqualTo(179).And.Exactly(1).Items);
    }

    [Test]
    public async Task Without_proof_nothing_decides_when_the_command_cannot_tell_and_proof_is_required()
    {
        await using var masakari = await BeginAsync(RequireProof);
        masakari.Commands.Answer = _ => (1, CannotTell);
        var notification = await masakari.KillAndReportAsync("c1");

        await masakari.PassAsync(1200);
        Assert.That(masakari.Evacuates(), Is.Zero);
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("require_proof is set"));

        masakari.Commands.Answer = _ => (1, Off);
        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
    }

    [Test]
    public async Task A_command_that_hangs_is_killed_and_asked_once_more()
    {
        await using var masakari = await BeginAsync();
        masakari.Commands.Answer = _ => (Hangs, Off);

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That(masakari.Commands.Runs.Select(run => (run.EndedAt - run.StartedAt)?.TotalSeconds), Is.EqualTo(new[] { 60, 60 }));
        Assert.That(masakari.Log, Has.Exactly(2).Contains("it did not end within 60 s and was killed"));
        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("finished"));
    }

    [Test]
    public async Task Silence_waits_for_a_command_that_may_still_answer()
    {
        await using var masakari = await BeginAsync("fence_timeout_seconds = 600\n");
        masakari.Commands.Answer = _ => (500, On);
        var notification = await masakari.KillAndReportAsync("c1");

        await masakari.PassAsync(400);
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("the fence command has not said yet"));
        await masakari.PassAsync(400);

        Assert.That(masakari.Evacuates(), Is.Zero, "evacuated by silence, while the command ran or after it said on");
    }

    [Test]
    public async Task A_heartbeat_after_the_answer_makes_it_void()
    {
        await using var masakari = await BeginAsync(RequireProof);
        await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(30);
        masakari.Commands.Answer = _ => (1, On);

        masakari.Cloud.RecordLateHeartbeat("c1");
        await masakari.PassAsync(400);

        Assert.That(masakari.Evacuates(), Is.Zero);
        Assert.That(masakari.Commands.Runs, Has.Count.GreaterThan(1));
    }

    [Test]
    public async Task What_the_command_writes_is_shown_on_one_line_without_secrets()
    {
        await using var masakari = await BeginAsync();
        masakari.Commands.Output = "\u001b[31mchassis off\u001b[0m\nlogin with password=geheim1 done\n";

        var notification = await masakari.LoseHostAsync("c1");

        var details = $"{await masakari.GetAsync($"notifications/{notification}")}";
        Assert.That(details, Does.Contain("Fence command: host c1 is off: [31mchassis off [0m login with password=*** done"));
        Assert.That(details + string.Join('\n', masakari.Log), Does.Not.Contain("geheim1").And.Not.Contain("\u001b"));
    }
}
