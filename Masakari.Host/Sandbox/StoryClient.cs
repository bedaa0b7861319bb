using System.Net;
using System.Text.Json;

namespace Masakari.Host.Sandbox;

/// <summary>A client of the public API: gets a token from Keystone, then sends plain requests.</summary>
internal sealed class StoryClient(Uri keystone, Uri masakari) : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };

    /// <exception cref="StoryException">Keystone rejects the login.</exception>
    public async Task LogInAsAdminAsync(string password, CancellationToken ct)
    {
        var domain = new { name = "Default" };
        var login = new
        {
            auth = new
            {
                identity = new { methods = new[] { "password" }, password = new { user = new { name = "admin", domain, password } } },
                scope = new { project = new { name = "admin", domain } },
            },
        };
        using var answer = await http.PostAsJsonAsync(new Uri($"{keystone}/auth/tokens"), login, ct);
        if (answer.StatusCode != HttpStatusCode.Created)
            throw new StoryException($"The login to the simulated Keystone failed with HTTP status {(int)answer.StatusCode}.");
        http.DefaultRequestHeaders.Add("X-Auth-Token", answer.Headers.GetValues("X-Subject-Token").First());
        http.DefaultRequestHeaders.Add("OpenStack-API-Version", "instance-ha 1.3");
    }

    /// <param name="path">The path after /v1, such as <c>/segments</c>.</param>
    /// <param name="body">The body; it is sent as JSON, property names unchanged.</param>
    /// <param name="ct">Cancels the request.</param>
    /// <exception cref="StoryException">The answer is an error.</exception>
    public async Task<JsonElement> PostAsync(string path, object body, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(masakari + path), body, JsonSerializerOptions.Default, ct);
        return await BodyAsync($"POST {path}", answer, ct);
    }

    /// <inheritdoc cref="PostAsync"/>
    public async Task<JsonElement> GetAsync(string path, CancellationToken ct)
    {
        using var answer = await http.GetAsync(new Uri(masakari + path), ct);
        return await BodyAsync($"GET {path}", answer, ct);
    }

    public void Dispose() => http.Dispose();

    private static async Task<JsonElement> BodyAsync(string request, HttpResponseMessage answer, CancellationToken ct)
    {
        var body = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode
            ? JsonElement.Parse(body)
            : throw new StoryException($"{request} failed with HTTP status {(int)answer.StatusCode}: {body}");
    }
}
