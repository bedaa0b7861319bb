using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Evidence;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Tests.Recovery.Evidence;

/// <summary>What Nova's service record says about a host: dead by silence, alive, or nothing yet.</summary>
public sealed class SilenceEvidenceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 2, 12, 0, 0, TimeSpan.Zero);

    [TestCase(179, false, false)]
    [TestCase(180, false, true)]
    [TestCase(500, true, false)]
    public void Calls_a_host_silent_only_when_it_is_down_and_long_enough_without_a_heartbeat(int age, bool up, bool silent)
    {
        var silence = Silence();

        var verdict = Judge(silence, Reading(up, heartbeat: 0, at: age));

        Assert.That(verdict?.Death, Is.EqualTo(silent ? DeathEvidence.Silence : (DeathEvidence?)null));
    }

    [Test]
    public void Does_not_take_the_move_of_our_own_put_for_a_heartbeat()
    {
        var silence = Silence();
        silence.ExpectOwnPut();

        Judge(silence, Reading(up: true, heartbeat: 5, at: 6, enabled: false));
        var verdict = Judge(silence, Reading(up: false, heartbeat: 5, at: 180, enabled: false));

        Assert.That(verdict?.Death, Is.EqualTo(DeathEvidence.Silence), "the silence counts from before the PUT");
        Assert.That(silence.LastHeartbeat, Is.EqualTo(Noon));
    }

    [Test]
    public void Takes_a_move_for_a_heartbeat_while_the_service_still_shows_enabled()
    {
        var silence = Silence();
        silence.ExpectOwnPut();

        Judge(silence, Reading(up: true, heartbeat: 10, at: 11));
        var verdict = Judge(silence, Reading(up: true, heartbeat: 20, at: 21));

        Assert.That(verdict, Is.EqualTo(EvidenceVerdict.Alive));
    }

    [Test]
    public void Counts_the_silence_from_a_move_that_a_former_life_may_have_made()
    {
        var silence = Silence();
        silence.ExpectPutOfFormerLife();

        Judge(silence, Reading(up: false, heartbeat: 100, at: 170, enabled: false));
        var verdict = Judge(silence, Reading(up: false, heartbeat: 100, at: 279, enabled: false));

        Assert.That((verdict, silence.LastHeartbeat), Is.EqualTo(((EvidenceVerdict?)null, Noon.AddSeconds(100))));
    }

    [Test]
    public void Calls_a_host_alive_after_two_moves_that_are_not_ours()
    {
        var silence = Silence();
        silence.ExpectOwnPut();

        var verdicts = new[] { 5, 10, 20 }.Select(heartbeat => Judge(silence, Reading(up: true, heartbeat, at: heartbeat + 1, enabled: false))).ToList();

        Assert.That(verdicts, Is.EqualTo(new[] { null, null, EvidenceVerdict.Alive }));
    }

    [Test]
    public void Counts_the_silence_from_a_heartbeat_that_was_still_on_its_way()
    {
        var silence = Silence();

        Judge(silence, Reading(up: true, heartbeat: 10, at: 11));
        var verdict = Judge(silence, Reading(up: false, heartbeat: 10, at: 185));

        Assert.That(verdict, Is.Null);
    }

    private static SilenceEvidence Silence() => new(Noon, TimeSpan.FromSeconds(180));

    private static EvidenceVerdict? Judge(SilenceEvidence silence, Reading<ComputeService> reading)
    {
        var judging = silence.JudgeAsync(reading, default);
        Assert.That(judging.IsCompletedSuccessfully, "It asks nobody.");
        return judging.Result;
    }

    private static Reading<ComputeService> Reading(bool up, int heartbeat, int at, bool enabled = true) =>
        new(Service(up, heartbeat, enabled), Noon.AddSeconds(at));

    private static ComputeService Service(bool up, int heartbeat, bool enabled = true) =>
        new() { Id = "1", Host = "c1", Enabled = enabled, Up = up, UpdatedAt = Noon.AddSeconds(heartbeat) };
}
