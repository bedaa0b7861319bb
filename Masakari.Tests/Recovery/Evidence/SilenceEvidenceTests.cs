using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Evidence;
using Masakari.Core.Recovery.Journals;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Recovery.Evidence;

/// <summary>What Nova's service record says about a host: dead by silence, alive, or nothing yet.</summary>
public sealed class SilenceEvidenceTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
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

    [Test]
    public void Waits_while_proof_is_required()
    {
        var silence = Silence(new() { RequireProof = true });

        var verdict = Judge(silence, Reading(up: false, heartbeat: 0, at: 180));

        Assert.That((verdict?.Death, verdict?.Waits), Is.EqualTo(((DeathEvidence?)null, WaitWords.ForProof("c1"))));
    }

    [Test]
    public void Waits_while_nova_hears_no_other_host()
    {
        var clock = new FakeClock();
        var silence = new SilenceEvidence(Noon, new(), new NovaPicture(Interval, clock));
        clock.Advance(Interval * 3);

        var verdict = Judge(silence, Reading(up: false, heartbeat: 0, at: 180));

        Assert.That((verdict?.Death, verdict?.Waits), Is.EqualTo(((DeathEvidence?)null, WaitWords.ForHeartbeats("c1"))));
    }

    [Test]
    public void Says_nothing_before_it_has_looked_at_the_others_for_some_time()
    {
        var silence = new SilenceEvidence(Noon, new(), new NovaPicture(Interval, new FakeClock()));

        Assert.That(Judge(silence, Reading(up: false, heartbeat: 0, at: 180)), Is.Null);
    }

    [TestCase(false, true, false)]
    [TestCase(true, false, false)]
    [TestCase(true, true, true)]
    public void Waits_while_no_other_host_can_take_instances(bool enabled, bool up, bool forcedDown)
    {
        var silence = Silence();
        var other = Other(beat: 40) with { Enabled = enabled, Up = up, ForcedDown = forcedDown };

        var verdict = Judge(silence, Reading(up: false, heartbeat: 0, at: 180) with { Others = [other] });

        Assert.That((verdict?.Death, verdict?.Waits), Is.EqualTo(((DeathEvidence?)null, WaitWords.ForDestination("c1"))));
    }

    /// <summary>With an eye on another host that has reported for long enough.</summary>
    private static SilenceEvidence Silence(EvidenceOptions? options = null)
    {
        var clock = new FakeClock();
        var picture = new NovaPicture(Interval, clock);
        foreach (var beat in new[] { 0, 10, 20, 30, 40 })
        {
            picture.TakeIn([Other(beat)]);
            clock.Advance(Interval);
        }
        return new(Noon, options ?? new(), picture);
    }

    private static EvidenceVerdict? Judge(SilenceEvidence silence, HostReading reading)
    {
        var judging = silence.JudgeAsync(reading, default);
        Assert.That(judging.IsCompletedSuccessfully, "It asks nobody.");
        return judging.Result;
    }

    private static HostReading Reading(bool up, int heartbeat, int at, bool enabled = true) =>
        new(Service(up, heartbeat, enabled), [Other(beat: 40)], Noon.AddSeconds(at));

    private static ComputeService Other(int beat) =>
        new() { Id = "2", Host = "c2", Enabled = true, Up = true, UpdatedAt = Noon.AddSeconds(beat) };

    private static ComputeService Service(bool up, int heartbeat, bool enabled = true) =>
        new() { Id = "1", Host = "c1", Enabled = enabled, Up = up, UpdatedAt = Noon.AddSeconds(heartbeat) };
}
