using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Evidence;
using Masakari.Core.Recovery.Journals;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Recovery.Evidence;

/// <summary>What the silence of a host is worth.</summary>
public sealed class SilenceEvidenceTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly DateTimeOffset Noon = new(2026, 7, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeClock clock = new();

    [TestCase(179, false, false)]
    [TestCase(180, false, true)]
    [TestCase(500, true, false)]
    public async Task Calls_a_host_silent_only_when_it_is_down_and_long_enough_without_a_heartbeat(int age, bool up, bool silent)
    {
        var verdict = await JudgeAsync(Silence(), Reading(up, at: age));

        Assert.That(verdict.Death, Is.EqualTo(silent ? DeathEvidence.Silence : (DeathEvidence?)null));
    }

    [Test]
    public async Task Says_until_when_it_looks()
    {
        var verdict = await JudgeAsync(Silence(), Reading(up: true, at: 50));

        Assert.That((verdict.Words, verdict.Waits), Is.EqualTo((WaitWords.ForSilence("c1", Noon, new()), false)));
        Assert.That(verdict.Words, Does.Contain("at 2026-07-02 12:00:00Z").And.Contain("evacuated at 2026-07-02 12:03:00Z"));
    }

    [Test]
    public async Task Waits_while_proof_is_required()
    {
        var verdict = await JudgeAsync(Silence(new() { RequireProof = true }), Reading(up: false, at: 180));

        Assert.That((verdict.Death, verdict.Waits, verdict.Words), Is.EqualTo(((DeathEvidence?)null, true, WaitWords.ForProof("c1"))));
    }

    [Test]
    public async Task Waits_while_nova_hears_no_other_host()
    {
        var silence = new SilenceEvidence(Heartbeats(), new(), new NovaPicture(Interval, clock), HasDestination);
        clock.Advance(Interval * 3);

        var verdict = await JudgeAsync(silence, Reading(up: false, at: 180));

        Assert.That((verdict.Death, verdict.Waits, verdict.Words), Is.EqualTo(((DeathEvidence?)null, true, WaitWords.ForHeartbeats("c1"))));
    }

    [Test]
    public async Task Says_nothing_before_it_has_looked_at_the_others_for_some_time()
    {
        var heartbeats = Heartbeats();
        clock.Advance(Interval * 2);
        var silence = new SilenceEvidence(heartbeats, new(), new NovaPicture(Interval, clock), HasDestination);

        var verdict = await JudgeAsync(silence, Reading(up: false, at: 180));

        Assert.That((verdict.Death, verdict.Waits), Is.EqualTo(((DeathEvidence?)null, false)));
    }

    /// <summary>The clock of one answer may be ahead.</summary>
    [TestCase(19, ExpectedResult = false)]
    [TestCase(20, ExpectedResult = true)]
    public async Task<bool> Looks_for_two_intervals_before_it_counts(int seconds)
    {
        var picture = Picture();
        var silence = new SilenceEvidence(Heartbeats(), new(), picture, HasDestination);
        clock.Advance(Interval);
        picture.TakeIn([Other(beat: 50)]);
        clock.Advance(TimeSpan.FromSeconds(seconds) - Interval);
        picture.TakeIn([Other(beat: 60)]);

        return await JudgeAsync(silence, Reading(up: false, at: 3600)) is { Death: DeathEvidence.Silence };
    }

    /// <summary>Nova has heard nobody since, and does not count as deaf yet: an outage that began with the silence.</summary>
    [TestCase(false, ExpectedResult = false)]
    [TestCase(true, ExpectedResult = true)]
    public async Task<bool> Silence_that_began_with_that_of_all_others_does_not_count(bool othersWentOn)
    {
        var picture = Picture();
        var silence = new SilenceEvidence(Heartbeats(), new() { WantedSilence = TimeSpan.FromSeconds(3) }, picture, HasDestination);
        clock.Advance(TimeSpan.FromSeconds(10));
        picture.TakeIn([Other(beat: othersWentOn ? 50 : 40)]);
        clock.Advance(TimeSpan.FromSeconds(10));
        picture.TakeIn([Other(beat: othersWentOn ? 60 : 40)]);

        return await JudgeAsync(silence, Reading(up: false, at: 20)) is { Death: DeathEvidence.Silence };
    }

    [TestCase(false, true, false)]
    [TestCase(true, false, false)]
    [TestCase(true, true, true)]
    public async Task Waits_while_no_other_host_can_take_instances(bool enabled, bool up, bool forcedDown)
    {
        var other = Other(beat: 40) with { Enabled = enabled, Up = up, ForcedDown = forcedDown };

        var verdict = await JudgeAsync(Silence(), Reading(up: false, at: 180) with { Others = [other] });

        Assert.That((verdict.Death, verdict.Waits, verdict.Words), Is.EqualTo(((DeathEvidence?)null, true, WaitWords.ForDestination("c1"))));
    }

    /// <summary>With an eye on another host that has reported for long enough.</summary>
    private SilenceEvidence Silence(EvidenceOptions? options = null)
    {
        var heartbeats = Heartbeats();
        return new(heartbeats, options ?? new(), Picture(), HasDestination);
    }

    private static Task<bool> HasDestination(IReadOnlyList<ComputeService> others, CancellationToken ct) =>
        Task.FromResult(others.Any(other => other is { Enabled: true, Up: true, ForcedDown: false }));

    private NovaPicture Picture()
    {
        var picture = new NovaPicture(Interval, clock);
        foreach (var beat in new[] { 0, 10, 20, 30, 40 })
        {
            picture.TakeIn([Other(beat)]);
            clock.Advance(Interval);
        }
        return picture;
    }

    private Heartbeats Heartbeats()
    {
        var heartbeats = new Heartbeats(new(), Interval, clock);
        heartbeats.TakeIn(Service(up: true), Noon);
        return heartbeats;
    }

    private static async Task<EvidenceVerdict> JudgeAsync(SilenceEvidence silence, HostReading reading) =>
        await silence.JudgeAsync(reading, default) ?? EvidenceVerdict.Unsure;

    private static HostReading Reading(bool up, int at) => new(Service(up), [Other(beat: 40)], Noon.AddSeconds(at));

    private static ComputeService Other(int beat) =>
        new() { Id = "2", Host = "c2", Enabled = true, Up = true, UpdatedAt = Noon.AddSeconds(beat) };

    private static ComputeService Service(bool up) => new() { Id = "1", Host = "c1", Enabled = true, Up = up, UpdatedAt = Noon };
}
