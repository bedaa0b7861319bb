using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Silence;

namespace Masakari.Tests.Recovery;

/// <summary>What Nova's service record says about a host: silent, alive, or not yet clear.</summary>
public sealed class SilenceJudgeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 2, 12, 0, 0, TimeSpan.Zero);

    [TestCase(179, false, "Unsure")]
    [TestCase(180, false, "Silent")]
    [TestCase(500, true, "Unsure")]
    public void Calls_a_host_silent_only_when_it_is_down_and_long_enough_without_a_heartbeat(int age, bool up, string expected)
    {
        var judge = Judge();

        var verdict = judge.Look(Reading(up, heartbeat: 0, at: age));

        Assert.That(verdict.ToString(), Is.EqualTo(expected));
    }

    [Test]
    public void Takes_forced_down_as_proof_at_once()
    {
        var judge = Judge();

        var verdict = judge.Look(new(Service(up: false, heartbeat: 0) with { ForcedDown = true }, Noon));

        Assert.That(verdict, Is.EqualTo(SilenceVerdict.ForcedDown));
    }

    [Test]
    public void Does_not_take_the_move_of_our_own_put_for_a_heartbeat()
    {
        var judge = Judge();
        judge.ExpectMoveOfOurs();

        judge.Look(Reading(up: true, heartbeat: 5, at: 6, enabled: false));
        var verdict = judge.Look(Reading(up: false, heartbeat: 5, at: 180, enabled: false));

        Assert.That(verdict, Is.EqualTo(SilenceVerdict.Silent), "the silence counts from before the PUT");
        Assert.That(judge.LastHeartbeat, Is.EqualTo(Noon));
    }

    [Test]
    public void Takes_a_move_for_a_heartbeat_while_the_service_still_shows_enabled()
    {
        var judge = Judge();
        judge.ExpectMoveOfOurs();

        judge.Look(Reading(up: true, heartbeat: 10, at: 11));
        var verdict = judge.Look(Reading(up: true, heartbeat: 20, at: 21));

        Assert.That(verdict, Is.EqualTo(SilenceVerdict.Alive));
    }

    [Test]
    public void Counts_the_silence_from_a_move_that_a_former_life_may_have_made()
    {
        var judge = Judge();
        judge.ExpectMoveOfFormerLife();

        judge.Look(Reading(up: false, heartbeat: 100, at: 170, enabled: false));
        var verdict = judge.Look(Reading(up: false, heartbeat: 100, at: 279, enabled: false));

        Assert.That((verdict, judge.LastHeartbeat), Is.EqualTo((SilenceVerdict.Unsure, Noon.AddSeconds(100))));
    }

    [Test]
    public void Calls_a_host_alive_after_two_moves_that_are_not_ours()
    {
        var judge = Judge();
        judge.ExpectMoveOfOurs();

        var verdicts = new[] { 5, 10, 20 }.Select(heartbeat => judge.Look(Reading(up: true, heartbeat, at: heartbeat + 1, enabled: false))).ToList();

        Assert.That(verdicts, Is.EqualTo(new[] { SilenceVerdict.Unsure, SilenceVerdict.Unsure, SilenceVerdict.Alive }));
    }

    [Test]
    public void Counts_the_silence_from_a_heartbeat_that_was_still_on_its_way()
    {
        var judge = Judge();

        judge.Look(Reading(up: true, heartbeat: 10, at: 11));
        var verdict = judge.Look(Reading(up: false, heartbeat: 10, at: 185));

        Assert.That(verdict, Is.EqualTo(SilenceVerdict.Unsure));
    }

    private static SilenceJudge Judge() => new(Noon, TimeSpan.FromSeconds(180));

    private static Reading<ComputeService> Reading(bool up, int heartbeat, int at, bool enabled = true) =>
        new(Service(up, heartbeat, enabled), Noon.AddSeconds(at));

    private static ComputeService Service(bool up, int heartbeat, bool enabled = true) =>
        new() { Id = "1", Host = "c1", Enabled = enabled, Up = up, UpdatedAt = Noon.AddSeconds(heartbeat) };
}
