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

    public async Task<IReadOnlyList<Server>> ListServersAsync(string host, CancellationToken ct)
    {
        var servers = (await ListAsync($"all_tenants=True&host={Escape(host)}", $"list the instances of {host}", ct)).Value;
        return [.. servers.Where(server => server.Host == host)];
    }

    public Task<Reading<IReadOnlyList<Server>>> ListChangedServersAsync(DateTimeOffset since, CancellationToken ct)
    {
        var text = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return ListAsync($"all_tenants=True&changes-since={Escape(text)}", $"list what changed since {text}", ct);
    }

    public async Task<Server?> FindServerAsync(Guid instance, CancellationToken ct)
    {
        try
        {
            var answer = await GetAsync($"servers/{instance}", $"show instance {instance}", ct);
            return answer.Read(NovaJson.Default.ServerDocument).Server.ToServer();
        }
        catch (OpenStackException e) when (e.Kind == FailureKind.NotFound)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<EvacuationRecord>> ListEvacuationsAsync(string sourceHost, CancellationToken ct)
    {
        var path = $"os-migrations?source_compute={Escape(sourceHost)}&migration_type=evacuation";
        var answer = await GetAsync(path, $"list the evacuations of {sourceHost}", ct);
        var records = answer.Read(NovaJson.Default.MigrationList).Migrations.Select(wire => wire.ToRecord(sourceHost));
        return [.. records.Where(record => record.SourceHost == sourceHost).OrderBy(record => record.Id)];
    }

    public async Task<IReadOnlyList<InstanceAction>> ListActionsAsync(Guid instance, CancellationToken ct)
    {
        try
        {
            var answer = await GetAsync($"servers/{instance}/os-instance-actions", $"list what was done to instance {instance}", ct);
            var account = await nova.UserIdAsync(ct);
            var actions = answer.Read(NovaJson.Default.ActionList).InstanceActions.Select(wire => wire.ToAction(account));
            return [.. actions.OrderByDescending(action => action.StartedAt)];   // stable: Nova's own order within a second
        }
        catch (OpenStackException e) when (e.Kind == FailureKind.NotFound)
        {
            return [];
        }
    }

    private async Task<Reading<IReadOnlyList<Server>>> ListAsync(string query, string what, CancellationToken ct)
    {
        var servers = new List<Server>();
        DateTimeOffset? firstAt = null;
        for (var page = query; ;)
        {
            var answer = await GetAsync($"servers/detail?{page}", what, ct);
            firstAt ??= At(answer);     // what changes while the pages are read is in the next list of changes
            var list = answer.Read(NovaJson.Default.ServerList);
            servers.AddRange(list.Servers.Select(wire => wire.ToServer()));
            if (list.Servers.Count == 0 || NextQuery(list) is not { } next || next == page)
                return new([.. servers.DistinctBy(server => server.Id)], firstAt.Value);     // one that changed between two pages is on both
            page = next;
        }
    }

    // Only the query of the link is used: behind a proxy its host may be one that we can't reach.
    private static string? NextQuery(ServerList list) =>
        list.Links?.FirstOrDefault(link => link.Rel == "next")?.Href is { } href && href.IndexOf('?', StringComparison.Ordinal) is var at and >= 0
            ? href[(at + 1)..] : null;

    private Task<Answer> GetAsync(string path, string what, CancellationToken ct) =>
        nova.ReadAsync(new Call { Method = HttpMethod.Get, Path = path, What = what, Limit = NovaTimeouts.Read, Headers = Version }, ct);

    private static List<ComputeService> Services(Answer answer) =>
        [.. answer.Read(NovaJson.Default.ServiceList).Services.Where(wire => wire.Binary == "nova-compute").Select(wire => wire.ToService())];

    // Some WSGI servers send no Date; then our own clock has to stand in.
    private DateTimeOffset At(Answer answer) => answer.Date ?? clock.GetUtcNow();

    private static string Escape(string value) => Uri.EscapeDataString(value);
}
