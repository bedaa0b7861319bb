using System.Net.Http.Json;

namespace Masakari.Tests.Benchmarks;

/// <summary>The calls of a minimal evacuation script against the simulated cloud.</summary>
internal sealed class BareNova(HttpClient http)
{
    /// <summary>A token of the administrator.</summary>
    public static async Task<string> TokenAsync(Uri cloud)
    {
        using var keystone = new HttpClient { BaseAddress = cloud };
        await new BareNova(keystone).LogInAsync();
        return keystone.DefaultRequestHeaders.GetValues("X-Auth-Token").Single();
    }

    public async Task LogInAsync()
    {
        using var answer = await http.PostAsJsonAsync(new Uri("/identity/v3/auth/tokens", UriKind.Relative), new
        {
            auth = new
            {
                identity = new { methods = new[] { "password" }, password = new { user = new { name = "admin", password = "secret", domain = new { id = "default" } } } },
                scope = new { project = new { name = "admin", domain = new { id = "default" } } },
            },
        });
        http.DefaultRequestHeaders.Add("X-Auth-Token", answer.EnsureSuccessStatusCode().Headers.GetValues("X-Subject-Token").Single());
        http.DefaultRequestHeaders.Add("X-OpenStack-Nova-API-Version", "2.53");
    }

    public async Task ForceDownAsync(Guid service)
    {
        using var answer = await http.PutAsJsonAsync(new Uri($"/compute/v2.1/os-services/{service}", UriKind.Relative), new { forced_down = true });
        answer.EnsureSuccessStatusCode();
    }

    public async Task ActAsync(Guid server, string action)
    {
        var body = new Dictionary<string, object> { [action] = new { } };
        using var answer = await http.PostAsJsonAsync(new Uri($"/compute/v2.1/servers/{server}/action", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }
}
