using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Masakari.Tests.RealCloud;

/// <summary>
/// The lab's Nova as its administrator sees it. It uses its own token and requests, so that the product's client is not judged by itself.
/// </summary>
internal sealed class LabNova : IDisposable
{
    private const string Microversion = "compute 2.79";

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(90) };
    private readonly string root;
    private JsonElement catalogue;

    private LabNova(Lab lab) => root = lab["LAB_NOVA_URL"];

    /// <summary>The administrator's token.</summary>
    public string Token { get; private set; } = "";

    /// <summary>Logs in as the lab's administrator.</summary>
    public static async Task<LabNova> LogInAsync(Lab lab)
    {
        var nova = new LabNova(lab);
        var domain = new { name = lab["OS_USER_DOMAIN_NAME"] };
        var user = new { name = lab["OS_USERNAME"], password = lab["OS_PASSWORD"], domain };
        var identity = new { methods = new[] { "password" }, password = new { user } };
        var scope = new { project = new { name = lab["OS_PROJECT_NAME"], domain } };
        using var answer = await nova.http.PostAsync($"{lab["OS_AUTH_URL"]}/auth/tokens", Json(new { auth = new { identity, scope } }));
        answer.EnsureSuccessStatusCode();
        nova.Token = answer.Headers.GetValues("X-Subject-Token").Single();
        nova.catalogue = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetProperty("catalog");
        return nova;
    }

    /// <summary>The public URL of another service, such as <c>placement</c>.</summary>
    public string Endpoint(string type) => catalogue.EnumerateArray().First(service => service.GetProperty("type").GetString() == type)
        .GetProperty("endpoints").EnumerateArray().First(endpoint => endpoint.GetProperty("interface").GetString() == "public")
        .GetProperty("url").GetString()!.TrimEnd('/');

    public async Task<IReadOnlyList<LabServer>> ServersAsync() =>
        [.. (await GetAsync("/servers/detail?all_tenants=1&limit=1000")).GetProperty("servers").EnumerateArray().Select(LabServer.From)];

    public async Task<LabServer> ServerAsync(Guid id) => LabServer.From((await GetAsync($"/servers/{id}")).GetProperty("server"));

    /// <summary>Whether Nova shows the host's nova-compute as up.</summary>
    public async Task<bool> IsUpAsync(string host) =>
        (await GetAsync($"/os-services?host={host}&binary=nova-compute")).GetProperty("services")[0].GetProperty("state").GetString() == "up";

    /// <summary>Whether the host's nova-compute is enabled.</summary>
    public async Task<bool> IsEnabledAsync(string host) =>
        (await GetAsync($"/os-services?host={host}&binary=nova-compute")).GetProperty("services")[0].GetProperty("status").GetString() == "enabled";

    /// <summary>
    /// Disables the host's nova-compute with a reason, as an operator does. Nova stores it at once, but may answer only after a minute
    /// when the host has just died: the token ends the wait for the answer.
    /// </summary>
    public async Task DisableAsync(string host, string reason, CancellationToken ct)
    {
        var service = (await GetAsync($"/os-services?host={host}&binary=nova-compute")).GetProperty("services")[0];
        using var request = Request(HttpMethod.Put, $"/os-services/{service.GetProperty("id").GetString()}");
        request.Content = Json(new { status = "disabled", disabled_reason = reason });
        try
        {
            using var answer = await http.SendAsync(request, ct);
            answer.EnsureSuccessStatusCode();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
    }

    /// <summary>Every evacuation of the host's servers in Nova's records since a moment.</summary>
    public async Task<IReadOnlyList<LabEvacuation>> EvacuationsAsync(string source, DateTimeOffset since)
    {
        var query = $"migration_type=evacuation&source_compute={source}&limit=1000&changes-since={since.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";
        return [.. (await GetAsync($"/os-migrations?{query}")).GetProperty("migrations").EnumerateArray().Select(LabEvacuation.From)];
    }

    /// <summary>The actions on a server in Nova's record, newest first: <c>create</c>, <c>lock</c>, <c>evacuate</c>, …</summary>
    public async Task<IReadOnlyList<string>> ActionsAsync(Guid id)
    {
        var actions = (await GetAsync($"/servers/{id}/os-instance-actions")).GetProperty("instanceActions");
        return [.. actions.EnumerateArray().Select(one => one.GetProperty("action").GetString()!)];
    }

    /// <summary>A server action, such as <c>{"os-stop": null}</c>.</summary>
    public async Task ActAsync(Guid id, string action, object? argument)
    {
        using var request = Request(HttpMethod.Post, $"/servers/{id}/action");
        request.Content = Json(new Dictionary<string, object?> { [action] = argument });
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => http.Dispose();

    /// <summary>With a content length: the lab's services cannot read a chunked body.</summary>
    public static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private async Task<JsonElement> GetAsync(string path)
    {
        using var request = Request(HttpMethod.Get, path);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, root + path);
        request.Headers.Add("X-Auth-Token", Token);
        request.Headers.Add("OpenStack-API-Version", Microversion);
        return request;
    }
}
