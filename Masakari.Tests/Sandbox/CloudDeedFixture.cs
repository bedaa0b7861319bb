using System.Text.Json;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Sandbox;

/// <summary>Two hosts of two cells, one server on the first; asked as curl would ask.</summary>
public abstract class CloudDeedFixture
{
    private protected FakeClock Clock { get; private set; } = null!;
    private protected SimulatedCloud Cloud { get; private set; } = null!;
    private protected CloudClient Client { get; private set; } = null!;
    private protected Guid Server { get; private set; }

    [SetUp]
    public async Task StartCloud()
    {
        Clock = new FakeClock();
        Cloud = new SimulatedCloud(Clock, Options);
        Cloud.AddHost("c1");
        Cloud.AddHost("c2", cell: "cell2");
        Server = Cloud.AddServer("c1", "vm-1");
        Client = await CloudClient.LoginAsync(Cloud);
    }

    [TearDown]
    public void Stop() => Client.Dispose();

    private protected virtual SimulatedCloudOptions Options => new() { EvacuationSpread = 0 };

    private protected void Pass(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    private protected async Task<List<string>> NamesAsync(string path, string list, string field) =>
        (await Client.GetAsync($"/compute/v2.1/{path}")).GetProperty(list).EnumerateArray().Select(r => r.GetProperty(field).GetString()!).Order().ToList();

    private protected Task<List<string>> ServersAsync() => NamesAsync("servers/detail?all_tenants=1", "servers", "name");

    private protected Task<List<string>> ServicesAsync() => NamesAsync("os-services", "services", "host");

    private protected async Task<JsonElement> ServerAsync() => (await Client.GetAsync($"/compute/v2.1/servers/{Server}")).GetProperty("server");

    private protected async Task<string> StateOfAsync(string host) => (await Client.ServiceAsync(host)).GetProperty("state").GetString()!;

    private protected async Task<DateTime> UpdatedAsync(string host) => (await Client.ServiceAsync(host)).GetProperty("updated_at").GetDateTime();

    /// <summary>The newest entry of os-instance-actions: its name, and whether a user is named.</summary>
    private protected async Task<(string Action, bool ByUser)> NewestActionAsync()
    {
        var newest = (await Client.GetAsync($"/compute/v2.1/servers/{Server}/os-instance-actions")).GetProperty("instanceActions")[0];
        return (newest.GetProperty("action").GetString()!, newest.GetProperty("user_id").ValueKind == JsonValueKind.String);
    }
}
