using System.Net.Http.Json;
using System.Text.Json;

namespace Masakari.Tests.RealCloud;

/// <summary>The lab's Placement: fills hosts, so that Nova's scheduler finds no room there. Disposing of it makes room again.</summary>
internal sealed class LabPlacement : IAsyncDisposable
{
    private const string Memory = "MEMORY_MB";

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly List<Guid> consumers = [];
    private readonly string root;

    public LabPlacement(LabNova nova)
    {
        root = nova.Endpoint("placement");
        http.DefaultRequestHeaders.Add("X-Auth-Token", nova.Token);
        http.DefaultRequestHeaders.Add("OpenStack-API-Version", "placement 1.36");
    }

    /// <summary>Leaves so much memory of a host.</summary>
    public async Task FillAsync(string host, int freeMiB)
    {
        var provider = (await GetAsync($"resource_providers?name={host}")).GetProperty("resource_providers")[0].GetProperty("uuid").GetGuid();
        var inventory = (await GetAsync($"resource_providers/{provider}/inventories")).GetProperty("inventories").GetProperty(Memory);
        var capacity = (int)((inventory.GetProperty("total").GetInt32() - inventory.GetProperty("reserved").GetInt32())
            * inventory.GetProperty("allocation_ratio").GetDouble());
        var used = (await GetAsync($"resource_providers/{provider}/usages")).GetProperty("usages").GetProperty(Memory).GetInt32();
        // A consumer can have no more than the memory that is really there.
        for (var rest = capacity - used - freeMiB; rest > 0; rest -= inventory.GetProperty("max_unit").GetInt32())
            await TakeAsync(provider, Math.Min(rest, inventory.GetProperty("max_unit").GetInt32()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var consumer in consumers)
        {
            using var answer = await http.DeleteAsync(new Uri($"{root}/allocations/{consumer}"));
        }
        http.Dispose();
    }

    private async Task TakeAsync(Guid provider, int memory)
    {
        var consumer = Guid.NewGuid();
        var resources = new Dictionary<string, int> { [Memory] = memory };
        var body = new
        {
            allocations = new Dictionary<string, object> { [$"{provider}"] = new { resources } },
            project_id = "others",
            user_id = "others",
            consumer_generation = (int?)null,
        };
        using var content = LabNova.Json(body);
        using var answer = await http.PutAsync(new Uri($"{root}/allocations/{consumer}"), content);
        answer.EnsureSuccessStatusCode();
        consumers.Add(consumer);
    }

    private Task<JsonElement> GetAsync(string path) => http.GetFromJsonAsync<JsonElement>(new Uri($"{root}/{path}"));
}
