using System.Globalization;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;

namespace Masakari.Core.OpenStack.Nova;

/// <summary>The REST calls of <see cref="INova"/>.</summary>
internal sealed class NovaClient(AuthorizedClient nova, TimeProvider clock) : INova
{
    // Not higher: from 2.95 on Nova leaves what it evacuated stopped.
    internal static readonly IReadOnlyDictionary<string, string> Version = new Dictionary<string, string>
    {
        ["X-OpenStack-Nova-API-Version"] = "2.53",
        ["OpenStack-API-Version"] = "compute 2.53",
    };

    private static readonly TimeSpan BeforeSecondLook = TimeSpan.FromSeconds(1);

    public async Task<Reading<ComputeService?>> FindServiceAsync(string host, CancellationToken ct)
    {
        var answer = await GetAsync($"os-services?host={Escape(host)}&binary=nova-compute", $"find the compute service of {host}", ct);
        var found = Services(answer).FirstOrDefault(service => service.Host == host);     // the database may not look at the case
        return new Reading<ComputeService?>(found, At(answer));
    }

    public async Task<Reading<IReadOnlyList<ComputeService>>> ListServicesAsync(CancellationToken ct)
    {
        var answer = await GetAsync("os-services?binary=nova-compute", "list compute services", ct);
        return new Reading<IReadOnlyList<ComputeService>>(Services(answer), At(answer));
    }

    public async Task<ServerList> ListServersAsync(string host, CancellationToken ct)
    {
        var what = $"list the instances of {host}";
        var list = (await ListAsync($"all_tenants=True&host={Escape(host)}", what, ct)).Value;
        var hidden = list.Readable.Where(server => server.Host is null).Select(server => server.Name)
            .Concat(list.Unreadable.Where(server => server.Host is null).Select(server => server.Name)).FirstOrDefault();
        if (hidden is not null) throw Hidden(what, hidden);
        return new()
        {
            Readable = [.. list.Readable.Where(server => server.Host == host)],
            Unreadable = [.. list.Unreadable.Where(server => server.Host == host)],
        };
    }

    public async Task<Reading<IReadOnlyList<Server>>> ListChangedServersAsync(DateTimeOffset since, CancellationToken ct)
    {
        var text = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var (list, at) = await ListAsync($"all_tenants=True&changes-since={Escape(text)}", $"list what changed since {text}", ct);
        return new(list.Readable, at);   // of the others there is no news
    }

    public Task<Server?> FindServerAsync(Guid instance, CancellationToken ct) => UnlessGoneAsync<Server?>(async () =>
    {
        var answer = await GetAsync($"servers/{instance}", $"show instance {instance}", ct);
        return answer.Read(NovaJson.Default.ServerDocument).Server.ToServer();
    }, gone: null, ct);

    public Task<IReadOnlyList<EvacuationRecord>> ListEvacuationsAsync(string sourceHost, CancellationToken ct) =>
        ListMigrationsAsync("evacuation", sourceHost, "", $"list the evacuations of {sourceHost}", wire => wire.ToRecord(sourceHost), ct);

    public Task<IReadOnlyList<EvacuationRecord>> ListEvacuationsAsync(string sourceHost, Guid instance, CancellationToken ct) =>
        ListMigrationsAsync(
            "evacuation", sourceHost, $"&instance_uuid={instance}", $"list the evacuations of instance {instance}",
            wire => wire.ToRecord(sourceHost), ct);

    public Task<IReadOnlyList<LiveMigration>> ListLiveMigrationsAsync(string sourceHost, CancellationToken ct) => ListMigrationsAsync(
        "live-migration", sourceHost, "", $"list the live migrations of {sourceHost}", wire => wire.ToLiveMigration(sourceHost), ct);

    public Task<IReadOnlyList<InstanceAction>> ListActionsAsync(Guid instance, CancellationToken ct) =>
        UnlessGoneAsync<IReadOnlyList<InstanceAction>>(async () =>
        {
            var answer = await GetAsync($"servers/{instance}/os-instance-actions", $"list what was done to instance {instance}", ct);
            var account = await nova.UserIdAsync(ct);
            var actions = answer.Read(NovaJson.Default.ActionList).InstanceActions.Select(wire => wire.ToAction(account));
            return [.. actions.OrderByDescending(action => action.StartedAt)];   // stable: Nova's own order within a second
        }, gone: [], ct);

    public async Task<int?> CountRunningAsync(string host, CancellationToken ct)
    {
        var all = await ListHypervisorsAsync($"count the instances of the hypervisors of {host}", ct);
        var here = all.Where(hypervisor => hypervisor.Service.Host == host).ToList();
        return here.Count == 0 ? null : here.Sum(one => one.RunningVms);
    }

    public async Task<IReadOnlyList<HostCapacity>> ListCapacitiesAsync(CancellationToken ct)
    {
        var all = await ListHypervisorsAsync("show what is free on the hypervisors", ct);
        return [.. all.Select(one => new HostCapacity { Host = one.Service.Host, FreeMemory = one.MemoryMb - one.MemoryMbUsed })];
    }

    public async Task<IReadOnlyList<HostAggregate>> ListAggregatesAsync(CancellationToken ct)
    {
        var answer = await GetAsync("os-aggregates", "list the aggregates", ct);
        return [.. answer.Read(NovaJson.Default.AggregateList).Aggregates.Select(wire => wire.ToAggregate())];
    }

    /// <summary>Nova signs its answers with a request id. A gateway can have a 404 in the same words, but not that id.</summary>
    internal static bool IsOwn404(Answer answer) =>
        answer.FaultName() == "itemNotFound" && !string.IsNullOrEmpty(answer.Header("x-compute-request-id"));

    private static OpenStackException Hidden(string what, string name) => new(
        FailureKind.Refused,
        $"Nova: {what}: instance {name} has no OS-EXT-SRV-ATTR:host. The account of Masakari needs the right to see the extended server "
        + "attributes (policy os_compute_api:os-extended-server-attributes).");

    /// <summary>An instance is gone when Nova has said so twice.</summary>
    private async Task<T> UnlessGoneAsync<T>(Func<Task<T>> read, T gone, CancellationToken ct)
    {
        try
        {
            return await read();
        }
        catch (OpenStackException e) when (e.Kind == FailureKind.NotFound)
        {
            await Task.Delay(BeforeSecondLook, clock, ct);
        }

        try
        {
            return await read();
        }
        catch (OpenStackException e) when (e.Kind == FailureKind.NotFound)
        {
            return gone;
        }
    }

    /// <summary>Of one type and away from one host: unfiltered, the list is the whole history of the region.</summary>
    private async Task<IReadOnlyList<T>> ListMigrationsAsync<T>(
        string type, string sourceHost, string filter, string what, Func<MigrationWire, T> read, CancellationToken ct)
    {
        var answer = await GetAsync($"os-migrations?source_compute={Escape(sourceHost)}&migration_type={type}{filter}", what, ct);
        var migrations = answer.Read(NovaJson.Default.MigrationList).Migrations;
        // The database may not look at the case.
        var away = migrations.Where(wire => wire.SourceCompute is null || wire.SourceCompute == sourceHost);
        return [.. away.OrderBy(wire => wire.Id).Select(read)];
    }

    private async Task<Reading<ServerList>> ListAsync(string query, string what, CancellationToken ct)
    {
        var (readable, unreadable) = (new List<Server>(), new List<UnreadableServer>());
        DateTimeOffset? firstAt = null;
        for (var page = query; ;)
        {
            var answer = await GetAsync($"servers/detail?{page}", what, ct);
            firstAt ??= At(answer);     // what changes while the pages are read is in the next list of changes
            var list = answer.Read(NovaJson.Default.ServerPage);
            list.AddTo(readable, unreadable);
            if (list.Servers.Count == 0 || LinkWire.NextQuery(list.Links) is not { } next || next == page) break;
            page = next;
        }

        // One that changed between two pages is on both.
        return new(new() { Readable = [.. readable.DistinctBy(server => server.Id)], Unreadable = unreadable }, firstAt.Value);
    }

    private async Task<IReadOnlyList<HypervisorWire>> ListHypervisorsAsync(string what, CancellationToken ct)
    {
        var hypervisors = new List<HypervisorWire>();
        for (var page = ""; ;)
        {
            var answer = await GetAsync($"os-hypervisors/detail{page}", what, ct);
            var list = answer.Read(NovaJson.Default.HypervisorList);
            hypervisors.AddRange(list.Hypervisors);
            if (list.Hypervisors.Count == 0 || LinkWire.NextQuery(list.Links) is not { } next || $"?{next}" == page) break;
            page = $"?{next}";
        }
        return [.. hypervisors.DistinctBy(one => one.Id)];
    }

    private Task<Answer> GetAsync(string path, string what, CancellationToken ct) =>
        nova.ReadAsync(new Call { Method = HttpMethod.Get, Path = path, What = what, Limit = NovaTimeouts.Read, Headers = Version }, ct);

    private static List<ComputeService> Services(Answer answer) =>
        [.. answer.Read(NovaJson.Default.ServiceList).Services.Where(wire => wire.Binary == "nova-compute").Select(wire => wire.ToService())];

    // Some WSGI servers send no Date; then our own clock has to stand in.
    private DateTimeOffset At(Answer answer) => answer.Date ?? clock.GetUtcNow();

    private static string Escape(string value) => Uri.EscapeDataString(value);
}
