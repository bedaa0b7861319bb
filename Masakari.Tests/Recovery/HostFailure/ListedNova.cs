using Masakari.Core.OpenStack.Nova;

namespace Masakari.Tests.Recovery.HostFailure;

/// <summary>The lists of one host, from the test's script: the last entry of each repeats.</summary>
internal sealed class ListedNova(bool[] showsService, int[] instances) : INova
{
    public int ServiceReadings { get; private set; }

    public int Lists { get; private set; }

    public Task<Reading<ComputeService?>> FindServiceAsync(string host, CancellationToken ct)
    {
        var shows = showsService[Math.Min(ServiceReadings++, showsService.Length - 1)];
        var service = shows ? new ComputeService { Id = "s", Host = host, Enabled = false, Up = false } : null;
        return Task.FromResult(new Reading<ComputeService?>(service, default));
    }

    public Task<ServerList> ListServersAsync(string host, CancellationToken ct)
    {
        var count = instances[Math.Min(Lists++, instances.Length - 1)];
        var servers = Enumerable.Range(1, count).Select(number => new Server { Id = Guid.NewGuid(), Name = $"vm{number}", VmState = "active" });
        return Task.FromResult(new ServerList { Readable = [.. servers] });
    }

    public Task<Reading<IReadOnlyList<ComputeService>>> ListServicesAsync(CancellationToken ct) => throw new NotSupportedException();

    public Task<Reading<IReadOnlyList<Server>>> ListChangedServersAsync(DateTimeOffset since, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<Server?> FindServerAsync(Guid instance, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<EvacuationRecord>> ListEvacuationsAsync(string sourceHost, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<EvacuationRecord>> ListEvacuationsAsync(string sourceHost, Guid instance, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<LiveMigration>> ListLiveMigrationsAsync(string sourceHost, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<InstanceAction>> ListActionsAsync(Guid instance, CancellationToken ct) => throw new NotSupportedException();

    public Task<int?> CountRunningAsync(string host, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<HostCapacity>> ListCapacitiesAsync(CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<HostAggregate>> ListAggregatesAsync(CancellationToken ct) => throw new NotSupportedException();
}
