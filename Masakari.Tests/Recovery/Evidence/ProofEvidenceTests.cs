using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Evidence;
using Masakari.Core.Recovery.Journals;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Recovery.Evidence;

/// <summary>What forced_down proves, and how long stored evidence holds.</summary>
public sealed class ProofEvidenceTests
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(15);
    private static readonly DateTimeOffset Noon = new(2026, 7, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly ComputeService Service = new() { Id = "1", Host = "c1", Enabled = true, Up = false, UpdatedAt = Noon };

    private readonly FakeClock clock = new();

    [TestCase(14, ExpectedResult = false)]
    [TestCase(15, ExpectedResult = true)]
    public async Task<bool> An_old_flag_is_proof_when_no_heartbeat_came_for_some_time(int quiet)
    {
        var (heartbeats, picture) = (Heartbeats(forcedDown: true), Picture());
        for (var second = 0; second <= quiet; second++)
        {
            picture.TakeIn([Other(beat: second / 2)]);
            if (second < quiet) clock.Advance(TimeSpan.FromSeconds(1));
        }

        return await JudgeAsync(Flag(heartbeats, picture, Settle), forcedDown: true) is { Death: DeathEvidence.ForcedDown };
    }

    /// <summary>The bus is away, and comes back: the reported host may be the last to report.</summary>
    [TestCase(9, ExpectedResult = false)]
    [TestCase(10, ExpectedResult = true)]
    public async Task<bool> An_old_flag_is_proof_a_report_interval_after_a_gap(int seconds)
    {
        var (heartbeats, picture) = (Heartbeats(forcedDown: true), Picture());
        picture.TakeIn([Other(beat: 0)]);
        for (var second = 0; second < 100; second += 10) Pass(10, beat: 0);
        Pass(0, beat: 1);
        for (var second = 1; second <= seconds; second++) Pass(1, beat: 1 + second);

        return await JudgeAsync(Flag(heartbeats, picture, Settle), forcedDown: true) is { Death: DeathEvidence.ForcedDown };

        void Pass(int time, int beat)
        {
            clock.Advance(TimeSpan.FromSeconds(time));
            picture.TakeIn([Other(beat)]);
        }
    }

    /// <summary>The bus may be away: then a living host is as quiet as a dead one.</summary>
    [Test]
    public async Task An_old_flag_is_no_proof_while_nova_hears_nobody()
    {
        var (heartbeats, picture) = (Heartbeats(forcedDown: true), Picture());
        clock.Advance(Settle);

        var verdict = await JudgeAsync(Flag(heartbeats, picture, Settle), forcedDown: true);

        Assert.That((verdict?.Death, verdict?.Waits), Is.EqualTo(((DeathEvidence?)null, true)));
    }

    [Test]
    public async Task An_old_flag_is_trusted_at_once_when_the_operator_wants_it()
    {
        var verdict = await JudgeAsync(Flag(Heartbeats(forcedDown: true), Picture(), TimeSpan.Zero), forcedDown: true);

        Assert.That(verdict?.Death, Is.EqualTo(DeathEvidence.ForcedDown));
    }

    [Test]
    public async Task A_flag_that_is_set_while_we_look_is_proof_at_once()
    {
        var heartbeats = Heartbeats(forcedDown: false);
        heartbeats.TakeIn(Service with { ForcedDown = true, UpdatedAt = Noon.AddSeconds(2) }, Noon.AddSeconds(3));

        var verdict = await JudgeAsync(Flag(heartbeats, Picture(), Settle), forcedDown: true);

        Assert.That(verdict?.Death, Is.EqualTo(DeathEvidence.ForcedDown));
    }

    [TestCase(false, false, ExpectedResult = true)]
    [TestCase(true, false, ExpectedResult = false)]
    [TestCase(true, true, ExpectedResult = true)]
    public async Task<bool> Stored_evidence_evacuates_nothing_while_nova_calls_the_service_up(bool up, bool forcedDown) =>
        await Stored(DeathEvidence.ConfirmedDown, Picture()).JudgeAsync(Reading(Service with { Up = up, ForcedDown = forcedDown }), default)
            is { Death: DeathEvidence.ConfirmedDown, IsStored: true };

    [Test]
    public async Task The_proof_of_a_flag_ends_with_the_flag()
    {
        var stored = Stored(DeathEvidence.ForcedDown, Picture());

        Assert.That(await JudgeAsync(stored, forcedDown: false), Is.Null);
        Assert.That(await JudgeAsync(stored, forcedDown: true), Is.Null, "it is gathered anew");
    }

    /// <summary>In an outage Nova would not see a host that comes back.</summary>
    [TestCase(nameof(DeathEvidence.Silence), ExpectedResult = false)]
    [TestCase(nameof(DeathEvidence.ConfirmedDown), ExpectedResult = true)]
    public async Task<bool> Stored_silence_counts_only_while_nova_hears_others(string evidence)
    {
        var picture = Picture();
        picture.TakeIn([Other(beat: 0)]);
        clock.Advance(TimeSpan.FromSeconds(30));
        picture.TakeIn([Other(beat: 0)]);

        return await JudgeAsync(Stored(Enum.Parse<DeathEvidence>(evidence), picture), forcedDown: false) is { Death: not null };
    }

    /// <summary>Whoever takes a recovery over in an outage does not know of the outage yet.</summary>
    [TestCase(0, ExpectedResult = false)]
    [TestCase(1, ExpectedResult = false)]   // the outage may have ended just now, and this host reports a moment later
    [TestCase(11, ExpectedResult = false)]  // a heartbeat may be a little late
    [TestCase(12, ExpectedResult = true)]
    public async Task<bool> Silence_that_another_concluded_counts_only_when_others_were_heard_for_a_report_interval(int heardFor)
    {
        var picture = Picture();
        picture.TakeIn([Other(beat: 0)]);
        var stored = Stored(DeathEvidence.Silence, picture);
        for (var second = 1; second <= heardFor; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            picture.TakeIn([Other(beat: second)]);
        }

        return await JudgeAsync(stored, forcedDown: false) is { Death: not null };
    }

    [Test]
    public async Task Silence_that_was_concluded_just_now_counts_at_once()
    {
        var stored = Stored(evidence: null, Picture());

        stored.Keep(DeathEvidence.Silence);

        Assert.That((await JudgeAsync(stored, forcedDown: false))?.Death, Is.EqualTo(DeathEvidence.Silence));
    }

    /// <summary>The next task of the recovery goes on with the same picture.</summary>
    [TestCase(29, ExpectedResult = true)]
    [TestCase(31, ExpectedResult = false)]   // nobody has looked at the others in a whole window
    public async Task<bool> Silence_counts_in_the_next_task_too(int secondsLater)
    {
        var pictures = new NovaPictures(TimeSpan.FromSeconds(10), clock);
        pictures.Of("c1").TakeIn([Other(beat: 0)]);
        Stored(evidence: null, pictures.Of("c1")).Keep(DeathEvidence.Silence);

        clock.Advance(TimeSpan.FromSeconds(1));
        pictures.Of("c1").TakeIn([Other(beat: 1)]);
        clock.Advance(TimeSpan.FromSeconds(secondsLater));
        pictures.Of("c1").TakeIn([Other(beat: 2)]);

        return await JudgeAsync(Stored(DeathEvidence.Silence, pictures.Of("c1")), forcedDown: false) is { Death: not null };
    }

    [Test]
    public async Task Dropped_evidence_is_none()
    {
        var stored = Stored(DeathEvidence.Silence, Picture());

        stored.Drop();

        Assert.That((stored.Holds, await JudgeAsync(stored, forcedDown: false)), Is.EqualTo((false, (EvidenceVerdict?)null)));
    }

    private static ForcedDownEvidence Flag(Heartbeats heartbeats, NovaPicture picture, TimeSpan settle) => new(heartbeats, picture, settle);

    private StoredEvidence Stored(DeathEvidence? evidence, NovaPicture picture) => new(Heartbeats(forcedDown: false), evidence, picture);

    private NovaPicture Picture() => new(TimeSpan.FromSeconds(10), clock);

    private static ComputeService Other(int beat) => Service with { Id = "2", Host = "c2", Up = true, UpdatedAt = Noon.AddSeconds(beat) };

    private Heartbeats Heartbeats(bool forcedDown)
    {
        var heartbeats = new Heartbeats(new(), TimeSpan.FromSeconds(10), clock);
        heartbeats.TakeIn(Service with { ForcedDown = forcedDown }, Noon);
        return heartbeats;
    }

    private static Task<EvidenceVerdict?> JudgeAsync(IEvidenceSource source, bool forcedDown) =>
        source.JudgeAsync(Reading(Service with { ForcedDown = forcedDown }), default);

    private static HostReading Reading(ComputeService service) => new(service, [], Noon);
}
