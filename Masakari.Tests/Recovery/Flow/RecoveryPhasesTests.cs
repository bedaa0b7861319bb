using Masakari.Core.Recovery.Flow;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Recovery.Flow;

/// <summary>What is noted of the phases of a recovery, and how they are shown.</summary>
internal sealed class RecoveryPhasesTests
{
    private readonly FakeLogger logger = new();
    private RecoveryStage stage = null!;

    [SetUp]
    public async Task StartAsync()
    {
        logger.Collector.Clear();
        stage = await RecoveryStage.StartAsync();
    }

    [TearDown]
    public ValueTask EndAsync() => stage.DisposeAsync();

    [Test]
    public async Task The_first_act_and_the_last_return_count()
    {
        var phases = Phases();
        phases.NoteClaimed();
        await LaterAsync(10);
        phases.NoteActed();
        await LaterAsync(5);
        Phases().NoteClaimed();   // the next owner
        Phases().NoteActed();
        phases.NoteBack();
        await LaterAsync(5);
        phases.NoteBack();
        await LaterAsync(2);

        Assert.That(await TimesAsync(), Is.EqualTo(["00:00:00.000", "00:00:10.000", "00:00:20.000"]));
    }

    [Test]
    public void Only_phases_that_were_reached_are_named()
    {
        var noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var times = new PhaseTimes
        {
            AcceptedAt = noon, ClaimedAt = noon.AddSeconds(0.24), EvidenceAt = null, ActedAt = noon.AddSeconds(61.3), BackAt = null,
            EndedAt = noon.AddMinutes(20),
        };

        Assert.That(times.ToWords(), Is.EqualTo(
            "Accepted at 2026-03-01 12:00:00Z, claimed after 0.2 s, first evacuate, stop or start after 61.3 s, ended after 1200.0 s."));
    }

    private RecoveryPhases Phases() => new(stage.Claim, stage.Database, stage.Clock, logger);

    private async Task LaterAsync(int seconds)
    {
        await stage.Claim.WriteAsync(_ => Task.CompletedTask);
        await stage.Clock.RunAsync(TimeSpan.FromSeconds(seconds));
    }

    private async Task<IReadOnlyList<string>> TimesAsync()
    {
        var row = await stage.QueryAsync<string>("""
            SELECT substr(claimed_at, 12, 12) FROM recovery_phases UNION ALL SELECT substr(acted_at, 12, 12) FROM recovery_phases
            UNION ALL SELECT substr(back_at, 12, 12) FROM recovery_phases
            """);
        return row;
    }
}
