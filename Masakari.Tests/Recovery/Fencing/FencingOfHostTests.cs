using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Fencing;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.MassFailure;
using Masakari.Core.Segments;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery.Fencing;

/// <summary>What one life leaves for the next one.</summary>
public sealed class FencingOfHostTests
{
    private static readonly DateTimeOffset Heartbeat = new(2025, 12, 31, 23, 59, 0, TimeSpan.Zero);

    private RecoveryStage stage = null!;
    private FakeCommands commands = null!;

    [SetUp]
    public async Task BeginAsync()
    {
        stage = await RecoveryStage.StartAsync();
        commands = new FakeCommands(stage.Clock) { Answer = _ => (5, 0) };
    }

    [TearDown]
    public async Task ClearAsync() => await stage.DisposeAsync();

    [Test]
    public async Task The_question_is_written_before_the_command_answers()
    {
        await using var life = Begin();

        await life.LookAsync(View(), default);

        Assert.That(commands.Runs, Has.Count.EqualTo(1));
        Assert.That(await stage.QueryAsync<long>("SELECT asks FROM host_fencing WHERE ended_at IS NULL"), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task A_later_life_believes_a_stored_answer()
    {
        await AskToTheEndAsync();

        await using var later = Begin();

        Assert.That(await later.LookAsync(View(), default), Is.EqualTo(FenceStanding.IsOff));
        Assert.That(commands.Runs, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_later_life_does_not_believe_an_answer_from_before_a_heartbeat()
    {
        await AskToTheEndAsync();

        await using var later = Begin();

        Assert.That(await later.LookAsync(View(Heartbeat.AddSeconds(30)), default), Is.EqualTo(FenceStanding.IsOpen));
        Assert.That(commands.Runs, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_later_life_asks_again_what_was_interrupted()
    {
        var killed = Begin();
        await killed.LookAsync(View(), default);
        await killed.DisposeAsync();

        await using var later = Begin();
        await later.LookAsync(View(), default);

        Assert.That(commands.Runs.Select(run => run.WasKilled), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public async Task Two_errors_count_over_all_lives()
    {
        commands.Answer = _ => (5, 2);
        await AskToTheEndAsync();
        await AskToTheEndAsync();

        await using var later = Begin();

        Assert.That(await later.LookAsync(View(), default), Is.EqualTo(FenceStanding.CannotTell));
        Assert.That(commands.Runs, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Nothing_is_started_under_a_lost_claim()
    {
        await stage.LoseClaimAsync();
        await using var life = Begin();

        await life.LookAsync(View(), default);

        Assert.That(commands.Runs, Is.Empty);
    }

    private async Task AskToTheEndAsync()
    {
        await using var life = Begin();
        await life.LookAsync(View(), default);
        await stage.Clock.RunAsync(TimeSpan.FromSeconds(6));
        await life.LookAsync(View(), default);
    }

    private FencingOfHost Begin()
    {
        // The mass failure rule is off: it asks neither Nova nor the operator.
        var brake = new MassFailureBrake(stage.Database, null!, null!, null!, new MassFailureOptions { Percent = 100 });
        var options = new FencingOptions { Command = new FenceCommand("/bin/fence", []) };
        return new HostFencing(
            new FenceJournal(stage.Database), brake, stage.Permits, commands, options, stage.Clock,
            NullLogger<HostFencing>.Instance).Begin(Context(), default);
    }

    private RecoveryContext Context()
    {
        var notification = new Notification
        {
            Id = 1, Uuid = stage.Claim.Notification, GeneratedAt = Heartbeat, SourceHostUuid = Guid.NewGuid(),
            Type = NotificationType.ComputeHost, PayloadJson = "{}", CreatedAt = Heartbeat,
        };
        var segment = new Segment
        {
            Id = 1, Uuid = Guid.NewGuid(), Name = "s1", RecoveryMethod = RecoveryMethod.Auto, ServiceType = "COMPUTE", CreatedAt = Heartbeat,
        };
        var host = new ComputeHost
        {
            Id = 1, Uuid = Guid.NewGuid(), Name = "c1", Type = "COMPUTE", ControlAttributes = "", CreatedAt = Heartbeat, Segment = segment,
        };
        return stage.Contexts().Begin(stage.Claim, notification, host, FlowPlace.First);
    }

    private static FenceView View(DateTimeOffset? lastHeartbeat = null) => new()
    {
        IsDown = true,
        LastHeartbeat = lastHeartbeat ?? Heartbeat,
        SilentFor = TimeSpan.FromSeconds(100),
        ReportInterval = TimeSpan.FromSeconds(10),
        IsProofRequired = false,
    };
}
