using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Recovery.Flow;

/// <summary>When the lines of a task are written, and what a line does that cannot be.</summary>
internal sealed class ProgressLogTests
{
    private readonly FakeLogger logger = new();
    private RecoveryStage stage = null!;
    private ProgressLog progress = null!;

    [SetUp]
    public async Task StartAsync()
    {
        logger.Collector.Clear();
        stage = await RecoveryStage.StartAsync();
        progress = new ProgressLog(stage.Claim, FlowPlace.First, stage.Clock, logger);
    }

    [TearDown]
    public ValueTask EndAsync() => stage.DisposeAsync();

    [Test]
    public async Task A_line_rides_with_the_next_real_write()
    {
        var before = await TransactionsAsync();
        await progress.BeginAsync("A");
        await progress.ReportAsync(0.5, "half");
        var waiting = await LinesAsync();

        await stage.Claim.WriteAsync(_ => Task.CompletedTask);

        Assert.That(waiting, Is.Empty);
        Assert.That(await LinesAsync(), Is.EqualTo(["RUNNING ", "RUNNING half"]));
        Assert.That(await TransactionsAsync() - before, Is.EqualTo(1));
    }

    [Test]
    public async Task Without_another_write_a_line_is_written_after_a_second_with_the_time_of_its_report()
    {
        await progress.ReportAsync(0.5, "first");
        await stage.Clock.RunAsync(TimeSpan.FromSeconds(0.4));
        await progress.ReportAsync(0.6, "second");
        await stage.Clock.RunAsync(TimeSpan.FromSeconds(0.5));
        var waiting = await LinesAsync();

        await stage.Clock.RunAsync(TimeSpan.FromSeconds(0.1));

        Assert.That(waiting, Is.Empty);
        Assert.That(await LinesAsync(), Is.EqualTo(["RUNNING first", "RUNNING second"]));
        var at = await stage.QueryAsync<string>("SELECT substr(at, 18, 4) FROM recovery_progress ORDER BY id");
        Assert.That(at, Is.EqualTo(["00.0", "00.4"]));
    }

    [Test]
    public async Task The_end_of_a_task_writes_all_its_lines()
    {
        await progress.ReportAsync(0.5, "half");

        await progress.EndAsync(succeeded: true, "done");

        Assert.That(await LinesAsync(), Is.EqualTo(["RUNNING half", "SUCCESS done"]));
    }

    [Test]
    public async Task Whoever_gives_the_claim_back_or_leaves_it_writes_the_last_lines([Values] bool leaves)
    {
        await progress.ReportAsync(0.5, "half");

        await (leaves ? stage.Claim.LeaveAsync() : stage.Claim.GiveBackAsync());

        Assert.That(await LinesAsync(), Is.EqualTo(["RUNNING half"]));
    }

    [Test]
    public async Task A_line_that_cannot_be_written_is_logged_and_fails_nothing()
    {
        await RefuseAsync("bad");
        await progress.ReportAsync(0.4, "good");
        await progress.ReportAsync(0.5, "bad");

        await stage.Claim.WriteAsync(_ => Task.CompletedTask);
        await progress.EndAsync(succeeded: false, "bad");

        Assert.That(await LinesAsync(), Is.EqualTo(["RUNNING good"]));
        Assert.That(logger.Collector.GetSnapshot().Select(line => line.Id.Id), Is.EqualTo([5124, 5124]));
        Assert.That(stage.Claim.IsLost, Is.False);
    }

    [Test]
    public async Task Who_has_lost_the_claim_writes_no_line_and_learns_it_at_the_next_one()
    {
        await progress.ReportAsync(0.5, "half");
        await stage.ExecuteAsync("UPDATE recovery_claims SET owner = 'another', epoch = epoch + 1");

        await stage.Clock.RunAsync(TimeSpan.FromSeconds(1));

        Assert.That(await LinesAsync(), Is.Empty);
        Assert.That(() => progress.ReportAsync(0.6, "more"), Throws.InstanceOf<ClaimLostException>());
        Assert.That(logger.Collector.Count, Is.Zero);
    }

    private Task RefuseAsync(string message) => stage.ExecuteAsync($"""
        CREATE TRIGGER refuse BEFORE INSERT ON recovery_progress WHEN NEW.message = '{message}'
        BEGIN SELECT RAISE(ABORT, 'refused'); END
        """);

    private Task<IReadOnlyList<string>> LinesAsync() =>
        stage.QueryAsync<string>("SELECT state || ' ' || COALESCE(message, '') FROM recovery_progress ORDER BY id");

    private async Task<long> TransactionsAsync() => (await stage.QueryAsync<long>("SELECT MAX(writes) FROM recovery_claims"))[0];
}
