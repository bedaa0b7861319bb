using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.OpenStack;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Segments;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery;

internal sealed class RecoveryRunnerTests
{
    private static readonly TaskOutcome Failed = TaskOutcome.Fail("1 of 2 instances were not moved.");

    private readonly List<string> ran = [];
    private RecoveryStage stage = null!;

    [SetUp]
    public async Task StartAsync()
    {
        ran.Clear();
        stage = await RecoveryStage.StartAsync();
    }

    [TearDown]
    public ValueTask EndAsync() => stage.DisposeAsync();

    [Test]
    public async Task Runs_nothing_of_a_plan_that_ends_at_once()
    {
        var ended = TaskOutcome.Ignore("nothing to do");

        var outcome = await RunAsync(RecoveryPlan.Ends(ended));

        Assert.That(outcome, Is.SameAs(ended));
        Assert.That(await ProgressAsync(), Is.Empty);
    }

    [Test]
    public async Task Runs_the_tasks_of_a_flow_in_order()
    {
        var outcome = await RunAsync(Flow(1, null, Ends("A"), Ends("B")));

        Assert.That(outcome, Is.EqualTo(TaskOutcome.Done));
        Assert.That(ran, Is.EqualTo(["A", "B"]));
        Assert.That(await ProgressAsync(), Is.EqualTo(
            ["1- A RUNNING 0 ", "1- A SUCCESS 1 ", "1- B RUNNING 0 ", "1- B SUCCESS 1 "]));
    }

    [Test]
    public async Task Ends_a_flow_with_the_first_task_that_is_not_done()
    {
        var outcomes = new[] { TaskOutcome.Skip("nothing to do"), TaskOutcome.Ignore("no"), TaskOutcome.GiveUp("never"), Failed };
        foreach (var expected in outcomes)
        {
            ran.Clear();

            var outcome = await RunAsync(Flow(1, null, Ends("A", expected), Ends("B")));

            Assert.That(outcome, Is.EqualTo(expected));
            Assert.That(ran, Is.EqualTo(["A"]), expected.Why);
        }
    }

    [Test]
    public async Task Does_not_run_the_second_flow_after_one_that_is_done()
    {
        var outcome = await RunAsync(Flow(1, "c2", Ends("A")), Flow(2, "c3", Ends("A")));

        Assert.That(outcome, Is.EqualTo(TaskOutcome.Done));
        Assert.That(ran, Is.EqualTo(["A"]));
    }

    [Test]
    public async Task Runs_the_second_flow_with_its_own_target_after_one_that_failed()
    {
        var outcome = await RunAsync(
            Flow(1, "c2", Ends("A", Failed), Ends("B")), Flow(2, "c3", Ends("A"), Ends("B")), Flow(3, "c4", Ends("A")));

        Assert.That(outcome, Is.EqualTo(TaskOutcome.Done));
        Assert.That(ran, Is.EqualTo(["A", "A", "B"]));
        Assert.That(await ProgressAsync(), Is.EqualTo(
        [
            "1-c2 A RUNNING 0 ", $"1-c2 A FAILURE 1 {Failed.Why}",
            "2-c3 A RUNNING 0 ", "2-c3 A SUCCESS 1 ", "2-c3 B RUNNING 0 ", "2-c3 B SUCCESS 1 ",
        ]));
    }

    [Test]
    public async Task Shows_each_task_the_place_of_its_flow()
    {
        var places = new List<FlowPlace>();
        var task = new Deed("A", context =>
        {
            places.Add(context.Flow);
            return Task.FromResult(Failed);
        });

        await RunAsync(Flow(1, null, task), Flow(2, "c3", task));

        Assert.That(places, Is.EqualTo([new FlowPlace(1, null), new FlowPlace(2, "c3")]));
    }

    [Test]
    public async Task Ends_as_the_last_flow_ended_when_all_failed()
    {
        var last = TaskOutcome.Fail("2 of 2 instances were not moved.");

        Assert.That(await RunAsync(Flow(1, "c2", Ends("A", Failed)), Flow(2, "c3", Ends("A", last))), Is.EqualTo(last));
    }

    [Test]
    public async Task Does_not_run_the_second_flow_after_an_end_that_no_other_target_heals()
    {
        var ends = new[]
        {
            TaskOutcome.Skip("done before"), TaskOutcome.Ignore("no"), TaskOutcome.GiveUp("up again"), TaskOutcome.FalseAlarm("alive"),
        };
        foreach (var end in ends)
        {
            ran.Clear();

            var outcome = await RunAsync(Flow(1, "c2", Ends("A", end)), Flow(2, "c3", Ends("B")));

            Assert.That(outcome, Is.EqualTo(end));
            Assert.That(ran, Is.EqualTo(["A"]), end.Why);
        }
    }

    [Test]
    public async Task Does_not_run_a_task_after_an_abort()
    {
        await stage.AbortAsync();

        var outcome = await RunAsync(Flow(1, "c2", Ends("A")), Flow(2, "c3", Ends("A")));

        Assert.That((outcome.Kind, outcome.Why), Is.EqualTo((OutcomeKind.Abort, "Aborted by alice@ctl1: wrong host.")));
        Assert.That(ran, Is.Empty);
        Assert.That(await ProgressAsync(), Is.EqualTo(["1-c2 A RUNNING 0 ", $"1-c2 A FAILURE 1 {outcome.Why}"]));
    }

    [Test]
    public async Task Ends_aborted_when_the_abort_comes_while_a_task_runs_however_the_task_ends()
    {
        foreach (var end in new[] { TaskOutcome.Done, Failed })
        {
            ran.Clear();
            await stage.ExecuteAsync("DELETE FROM engine_aborts");
            stage.Clock.Advance(RecoveryStage.OrdersStayFresh);
            var aborted = new Deed("A", async _ =>
            {
                await stage.AbortAsync();
                return end;
            });

            var outcome = await RunAsync(Flow(1, "c2", aborted, Ends("B")), Flow(2, "c3", Ends("B")));

            Assert.That((outcome.Kind, outcome.WorthRetrying), Is.EqualTo((OutcomeKind.Abort, false)), $"{end.Kind}");
            Assert.That(ran, Is.Empty);
        }
    }

    [Test]
    public async Task A_task_that_breaks_fails_the_attempt_and_no_other_flow_is_tried()
    {
        var broken = new Deed("A", _ => throw new InvalidOperationException("bug"));

        var outcome = await RunAsync(Flow(1, "c2", broken), Flow(2, "c3", Ends("B")));

        Assert.That(outcome, Is.EqualTo(TaskOutcome.Fail("The attempt failed: bug")));
        Assert.That(ran, Is.Empty);
    }

    [Test]
    public async Task A_database_that_is_away_ends_no_attempt()
    {
        var broken = new Deed("A", _ => throw new DatabaseUnavailableException("away", new TimeoutException()));

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => RunAsync(Flow(1, null, broken)));
    }

    [Test]
    public async Task A_task_runs_again_when_nova_was_away()
    {
        var times = 0;
        var waits = new Deed("A", _ => ++times < 3
            ? throw new OpenStackException(FailureKind.Unreachable, "Nova: no answer")
            : Task.FromResult(TaskOutcome.Done));

        var outcome = await stage.EndAsync(RunAsync(Flow(1, null, waits)));

        Assert.That((outcome, times), Is.EqualTo((TaskOutcome.Done, 3)));
    }

    private static RecoveryFlow Flow(int number, string? target, params IRecoveryTask[] tasks) => new(new FlowPlace(number, target), tasks);

    private Deed Ends(string name, TaskOutcome? outcome = null) => new(name, _ =>
    {
        ran.Add(name);
        return Task.FromResult(outcome ?? TaskOutcome.Done);
    });

    private Task<TaskOutcome> RunAsync(params RecoveryFlow[] flows) => RunAsync(RecoveryPlan.Of(flows));

    private Task<TaskOutcome> RunAsync(RecoveryPlan plan)
    {
        var now = stage.Clock.GetUtcNow();
        var segment = new Segment
        {
            Id = 1, Uuid = Guid.NewGuid(), Name = "s1", RecoveryMethod = RecoveryMethod.Auto, ServiceType = "COMPUTE", CreatedAt = now,
        };
        var host = new ComputeHost
        {
            Id = 1, Uuid = Guid.NewGuid(), Name = "c1", Segment = segment, Type = "COMPUTE", ControlAttributes = "SSH", CreatedAt = now,
        };
        var notification = new Notification
        {
            Id = 1, Uuid = stage.Claim.Notification, GeneratedAt = now, SourceHostUuid = host.Uuid, Type = NotificationType.ComputeHost,
            PayloadJson = "{}", Status = NotificationStatus.Running, CreatedAt = now,
        };
        var runner = new RecoveryRunner(
            stage.Contexts(), stage.Permits, new HostWorkers(new LaneOptions(), stage.Clock), stage.Database, NullLogger<RecoveryRunner>.Instance);
        return runner.RunAsync(plan, stage.Claim, notification, host, default);
    }

    /// <summary>Such as <c>2-c3 EvacuateInstancesTask FAILURE 1 why</c>.</summary>
    private Task<IReadOnlyList<string>> ProgressAsync() => stage.QueryAsync<string>("""
        SELECT flow || '-' || COALESCE(target, '') || ' ' || task || ' ' || state || ' ' || CAST(progress AS INTEGER)
               || ' ' || COALESCE(message, '')
          FROM recovery_progress ORDER BY id
        """);

    private sealed class Deed(string name, Func<RecoveryContext, Task<TaskOutcome>> run) : IRecoveryTask
    {
        public string ConfName => name;

        public string WireName => name;

        public Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct) => run(context);
    }
}
