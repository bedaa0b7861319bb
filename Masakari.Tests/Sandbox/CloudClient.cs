using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Sandbox;

/// <summary>Calls a simulated cloud as curl would.</summary>
internal sealed class CloudClient(SimulatedCloud cloud) : IDisposable
{
    private readonly HttpClient http = new(new SimulatedCloudHandler(cloud)) { BaseAddress = SimulatedCloudHandler.AnyOrigin };

    public string Token { get; set; } = "";

    public string Version { get; set; } = "2.53";

    public static async Task<CloudClient> LoginAsync(SimulatedCloud cloud, string user = "admin", string project = "admin")
    {
        var client = new CloudClient(cloud);
        var scope = $$$$"""{"project": {"name": "{{{{project}}}}", "domain": {"name": "Default"}}}""";
        using var answer = await client.RequestTokenAsync(user, "secret", scope);
        client.Token = answer.Headers.GetValues("X-Subject-Token").Single();
        return client;
    }

    public Task<HttpResponseMessage> RequestTokenAsync(string user, string password, string scope) =>
        SendAsync(HttpMethod.Post, "/identity/v3/auth/tokens", $$$$"""
        {"auth": {"identity": {"methods": ["password"], "password": {"user":
            {"name": "{{{{user}}}}", "domain": {"id": "default"}, "password": "{{{{password}}}}"}}}, "scope": {{{{scope}}}}}}
        """);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string? subject = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Auth-Token", Token);
        request.Headers.Add("OpenStack-API-Version", $"compute {Version}");
        if (subject is not null) request.Headers.Add("X-Subject-Token", subject);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await http.SendAsync(request);
    }

    public async Task<int> StatusAsync(HttpMethod method, string path, string? body = null)
    {
        using var answer = await SendAsync(method, path, body);
        return (int)answer.StatusCode;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The status, and Nova's message if there is one.</summary>
    public async Task<(int Status, string? Message)> ActAsync(Guid server, string action)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"/compute/v2.1/servers/{server}/action", action);
        if (answer.IsSuccessStatusCode) return ((int)answer.StatusCode, null);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)answer.StatusCode, body.EnumerateObject().Single().Value.GetProperty("message").GetString());
    }

    public Task<(int Status, string? Message)> EvacuateAsync(Guid server) => ActAsync(server, """{"evacuate": {}}""");

    public async Task<(int Status, JsonElement Body)> UpdateServiceAsync(string host, string change)
    {
        using var answer = await SendAsync(HttpMethod.Put, $"/compute/v2.1/os-services/{cloud.Host(host).ServiceId}", change);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<JsonElement> ServiceAsync(string host) =>
        (await GetAsync($"/compute/v2.1/os-services?host={host}&binary=nova-compute")).GetProperty("services")[0];

    public void Dispose() => http.Dispose();
}
