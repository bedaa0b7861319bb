using System.Collections.Concurrent;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;

namespace Masakari.Tests.OpenStack.Nova;

/// <summary>The three reads of a server watch, counted; the test changes their results.</summary>
internal sealed class PolledNova(TimeProvider clock) : INova
{
    private readonly ConcurrentQueue<EvacuationRecord> evacuations = [];
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource unblocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<Server> changed = [];
    private int changePolls;
    private int evacuationPolls;
    private int shows;

    public ConcurrentDictionary<Guid, Server> Servers { get; } = [];

    public ConcurrentQueue<DateTimeOffset> Since { get; } = [];

    public TimeSpan Skew { get; set; }

    public bool Failing { get; set; }

    public bool Blocked { get; set; }

    public Exception? Bug { get; set; }

    public int ChangePolls => changePolls;

    public int EvacuationPolls => evacuationPolls;

    public int Shows => shows;

    public void Change(params Server[] servers) => changed = servers;

    public void Evacuate(Server server, string source, string status) =>
        evacuations.Enqueue(new EvacuationRecord { Id = evacuations.Count + 1, InstanceId = server.Id, SourceHost = source, Status = status });

    public void Unblock() => unblocked.SetResult();

    public Task PollBegunAsync() => begun.Task;

    public async Task<Reading<IReadOnlyList<Server>>> ListChangedServersAsync(DateTimeOffset since, CancellationToken ct)
    {
        Interlocked.Increment(ref changePolls);
        Since.Enqueue(since);
        begun.TrySetResult();
        if (Blocked) await unblocked.Task;
        if (Bug is not null) throw Bug;
        if (Failing) throw new OpenStackException(FailureKind.Overloaded, "busy");
        return new(changed, clock.GetUtcNow() + Skew);
    }

    public Task<IReadOnlyList<EvacuationRecord>> ListEvacuationsAsync(string sourceHost, Guid instance, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<LiveMigration>> ListLiveMigrationsAsync(string sourceHost, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<EvacuationRecord>> ListEvacuationsAsync(string sourceHost, CancellationToken ct)
    {
        Interlocked.Increment(ref evacuationPolls);
        return Task.FromResult<IReadOnlyList<EvacuationRecord>>([.. evacuations.Where(record => record.SourceHost == sourceHost)]);
    }

    public Task<Server?> FindServerAsync(Guid instance, CancellationToken ct)
    {
        Interlocked.Increment(ref shows);
        return Task.FromResult(Servers.GetValueOrDefault(instance));
    }

    public Task<Reading<ComputeService?>> FindServiceAsync(string host, CancellationToken ct) => throw new NotSupportedException();

    public Task<Reading<IReadOnlyList<ComputeService>>> ListServicesAsync(CancellationToken ct) => throw new NotSupportedException();

    public Task DisableServiceAsync(ComputeService service, string reason, CancellationToken ct) => throw new NotSupportedException();

    public Task EnableServiceAsync(ComputeService service, CancellationToken ct) => throw new NotSupportedException();

    public Task<int?> CountRunningAsync(string host, CancellationToken ct) => throw new NotSupportedException();

    public Task<ServerList> ListServersAsync(string host, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<InstanceAction>> ListActionsAsync(Guid instance, CancellationToken ct) => throw new NotSupportedException();

    public Task LockAsync(Guid instance, CancellationToken ct) => throw new NotSupportedException();

    public Task UnlockAsync(Guid instance, CancellationToken ct) => throw new NotSupportedException();

    public Task ResetStateAsync(Guid instance, string state, CancellationToken ct) => throw new NotSupportedException();

    public Task EvacuateAsync(Guid instance, string? target, CancellationToken ct) => throw new NotSupportedException();

    public Task StopAsync(Guid instance, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<HostCapacity>> ListCapacitiesAsync(CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<HostAggregate>> ListAggregatesAsync(CancellationToken ct) => throw new NotSupportedException();
}
