using System.Text;
using System.Text.Json;

namespace Masakari.Tests.RealCloud.Comparison;

/// <summary>A cloud with four hosts, compute1 to compute4: the real one or the simulated one. Both are asked over HTTP at 2.53.</summary>
internal abstract class ComparedCloud(string name) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100), Limit = TimeSpan.FromSeconds(60);

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };
    private string nova = "", token = "";

    /// <summary>Boots servers and waits until they are active.</summary>
    public abstract Task<IReadOnlyList<Guid>> BootAsync(string host, int count);

    public abstract Task KillAsync(string host);

    /// <summary>Starts nova-compute again; its guests still run, or are all off.</summary>
    public abstract Task StartAsync(string host, bool guestsRun);

    public async Task<ComparedService> ServiceAsync(string host) =>
        ComparedService.From((await GetAsync($"/os-services?host={host}&binary=nova-compute")).GetProperty("services")[0]);

    public async Task<ComparedServer> ServerAsync(Guid id) => ComparedServer.From((await GetAsync($"/servers/{id}")).GetProperty("server"));

    /// <summary>The records of the server's evacuations: status and destination.</summary>
    public async Task<IReadOnlyList<string>> EvacuationsAsync(string source, Guid server) =>
    [
        .. (await GetAsync($"/os-migrations?migration_type=evacuation&source_compute={source}")).GetProperty("migrations").EnumerateArray()
            .Where(record => record.GetProperty("instance_uuid").GetGuid() == server)
            .Select(one => $"{one.GetProperty("status")} to {one.GetProperty("dest_compute")}, node {one.GetProperty("dest_node")}"),
    ];

    /// <summary>The server's actions, oldest first: the name, and whether a user and a project are named.</summary>
    public async Task<IReadOnlyList<string>> ActionsAsync(Guid server) =>
    [
        .. (await GetAsync($"/servers/{server}/os-instance-actions")).GetProperty("instanceActions").EnumerateArray().Reverse()
            .Select(action => $"{action.GetProperty("action")}, user {Kind(action, "user_id")}, project {Kind(action, "project_id")}"),
    ];

    /// <summary>Writes a service's record; the answer's status and updated_at.</summary>
    public async Task<(int Status, string UpdatedAt)> WriteAsync(string host, object body)
    {
        var (status, answer) = await SendAsync(HttpMethod.Put, $"/os-services/{(await ServiceAsync(host)).Id}", body);
        return (status, answer.TryGetProperty("service", out var service) ? service.GetProperty("updated_at").GetString()! : "");
    }

    /// <summary>A server action; the answer's status.</summary>
    public async Task<int> ActAsync(Guid server, string action, object? argument = null) =>
        (await SendAsync(HttpMethod.Post, $"/servers/{server}/action", new Dictionary<string, object?> { [action] = argument })).Status;

    public Task<ComparedServer> UntilServerAsync(Guid id, string what, Func<ComparedServer, bool> good) =>
        Poll.UntilAsync($"{what} in the {name} cloud", () => ServerAsync(id), good, Interval, Limit);

    public Task<ComparedService> UntilServiceAsync(string host, string what, Func<ComparedService, bool> good) =>
        Poll.UntilAsync($"{what} of {host} in the {name} cloud", () => ServiceAsync(host), good, Interval, Limit);

    /// <summary>Waits until all records of the server's evacuations have that status.</summary>
    public Task<IReadOnlyList<string>> UntilEvacuationsAsync(string source, Guid server, string status) => Poll.UntilAsync(
        $"record {status} in the {name} cloud", () => EvacuationsAsync(source, server),
        records => records.All(record => record.StartsWith(status, StringComparison.Ordinal)), Interval, Limit);

    public virtual ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    protected async Task LogInAsync(string keystone, string novaRoot, string user, string password, string project)
    {
        var domain = new { name = "Default" };
        var identity = new { methods = new[] { "password" }, password = new { user = new { name = user, password, domain } } };
        var scope = new { project = new { name = project, domain } };
        using var answer = await http.PostAsync($"{keystone}/auth/tokens", Json(new { auth = new { identity, scope } }));
        answer.EnsureSuccessStatusCode();
        (nova, token) = (novaRoot, answer.Headers.GetValues("X-Subject-Token").Single());
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        var (status, answer) = await SendAsync(HttpMethod.Get, path, null);
        return status == 200 ? answer : throw new InvalidOperationException($"GET {path} of the {name} cloud: {status} {answer}");
    }

    private async Task<(int Status, JsonElement Answer)> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, nova + path);
        request.Headers.Add("X-Auth-Token", token);
        request.Headers.Add("OpenStack-API-Version", "compute 2.53");
        request.Content = body is null ? null : Json(body);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    private static string Kind(JsonElement action, string field) =>
        action.GetProperty(field).ValueKind == JsonValueKind.Null ? "null" : "named";

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
}
