using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Liveness;
using Masakari.Core.Recovery.Operator;
using Masakari.Core.Recovery.Permits;
using Masakari.Core.VMoves;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Recovery;

/// <summary>
/// A running notification whose claim is taken, and the operator's orders: all real, on SQLite and under one fake clock. An order holds
/// at once, because half a second passes after it.
/// </summary>
internal sealed class RecoveryStage : IAsyncDisposable
{
    public const string By = "alice@ctl1";

    /// <summary>So long a process may go on with the orders it has read.</summary>
    public static readonly TimeSpan OrdersStayFresh = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly EngineControl control;

    private RecoveryStage()
    {
        var options = new DatabaseOptions { Url = DatabaseUrl.Parse("sqlite://") };
        Database = new Database(options, Clock, NullLogger<Database>.Instance);
        Migrator = new Migrator(Database, options, Clock, NullLogger<Migrator>.Instance);
        control = new EngineControl(Database, new NotificationRepository(Database), new HostRepository(Database));
        Orders = OrdersBy(Clock);
        Permits = new RecoveryPermits(Orders);
    }

    public FakeClock Clock { get; } = new();

    /// <summary>What the claims log.</summary>
    public FakeLogger<ClaimStore> ClaimsLog { get; } = new();

    public Database Database { get; }

    public OperatorOrders Orders { get; }

    public RecoveryPermits Permits { get; }

    /// <summary>Makes the contexts of attempts.</summary>
    public RecoveryContexts Contexts()
    {
        var schedule = new RetrySchedule(Database, new RetryOptions());
        var statuses = new NotificationStatusWriter(
            Database, schedule, NullLogger<NotificationStatusWriter>.Instance);
        return new(statuses, schedule, Database, Clock, NullLogger<RecoveryContexts>.Instance);
    }

    /// <summary>The claim of the notification on its host and one instance.</summary>
    public ClaimSet Claim { get; private set; } = null!;

    private Migrator Migrator { get; }

    public static async Task<RecoveryStage> StartAsync()
    {
        var stage = new RecoveryStage();
        await stage.Migrator.SyncAsync(default);
        var notification = await stage.AddNotificationAsync();
        ClaimSubject[] subjects = [ClaimSubject.Host(Guid.NewGuid()), ClaimSubject.Instance(Guid.NewGuid())];
        stage.Claim = (await stage.Store("one").TakeAsync(subjects, notification, default))!;
        return stage;
    }

    /// <summary>The operator's orders as a process of its own knows them.</summary>
    public OperatorOrders OrdersBy(TimeProvider clock) => new(control, clock, NullLogger<OperatorOrders>.Instance);

    /// <summary>A notification that is being worked on.</summary>
    public async Task<Guid> AddNotificationAsync()
    {
        var uuid = Guid.NewGuid();
        await ExecuteAsync("""
            INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
            VALUES ('2026-01-01 00:00:00', 0, @uuid, '2026-01-01 00:00:00', @uuid, 'COMPUTE_HOST', '{}', 'running')
            """, new { uuid = uuid.ToText() });
        return uuid;
    }

    /// <summary>The claims as another process sees them.</summary>
    public ClaimStore Store(string owner) => new(
        Database, new ClaimOwner(owner, pid: 1, startedAt: 1), new ClaimOptions(), new Pulses(Clock),
        Clock, ClaimsLog);

    public async Task PauseAsync()
    {
        await control.PauseAsync(By, "storage is being moved", lasts: null, default);
        Clock.Advance(OrdersStayFresh);
    }

    public async Task ResumeAsync()
    {
        await control.ResumeAsync(By, default);
        Clock.Advance(OrdersStayFresh);
    }

    public Task AbortAsync() => AbortAsync(Claim.Notification);

    public async Task AbortAsync(Guid notification)
    {
        await control.AbortAsync(notification, By, "wrong host", default);
        Clock.Advance(OrdersStayFresh);
    }

    /// <summary>Another owner takes the claim, and this one finds out by a write.</summary>
    public async Task LoseClaimAsync()
    {
        await ExecuteAsync("UPDATE recovery_claims SET owner = 'another', epoch = epoch + 1");
        await Assert.ThrowsAsync<ClaimLostException>(() => Claim.WriteAsync(_ => Task.CompletedTask));
    }

    /// <summary>Lets some seconds pass in which work that obeys a pause must not end.</summary>
    public async Task AssertWaitsAsync(Task work)
    {
        await Clock.RunAsync(TimeSpan.FromSeconds(20));
        Assert.That(work.IsCompleted, Is.False, "it waits");
    }

    /// <summary>Runs the clock until the work has ended.</summary>
    public async Task<T> EndAsync<T>(Task<T> work)
    {
        await Clock.RunUntilAsync(() => work.IsCompleted, Long);
        return await work;
    }

    /// <inheritdoc cref="EndAsync{T}(Task{T})"/>
    public async Task EndAsync(Task work)
    {
        await Clock.RunUntilAsync(() => work.IsCompleted, Long);
        await work;
    }

    public Task ExecuteAsync(string sql, object? parameters = null) => Database.ExecuteAsync(sql, parameters, default);

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql) => await Database.QueryAsync<T>(sql, null, default);

    public async ValueTask DisposeAsync()
    {
        await Claim.DisposeAsync();
        Orders.Dispose();
        await Database.DisposeAsync();
    }
}
