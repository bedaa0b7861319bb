using System.Text.Json;

namespace Masakari.Tests.RealCloud.Clients;

/// <summary>One service and one <c>openstack</c> client for all tests of a fixture.</summary>
[Category("RealCloud")]
internal abstract class ClientInLab
{
    private ServiceInLab? service;

    protected OpenStackShell Shell { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        service = await ServiceInLab.StartAsync();
        Shell = new OpenStackShell();
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (Shell is not null)
            await Shell.DisposeAsync();
        if (service is not null)
            await service.DisposeAsync();
    }

    protected static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();

    protected async Task<string[]> NamesAsync(string list) => [.. (await Shell.JsonAsync(list)).EnumerateArray().Select(item => Text(item, "name")!)];
}
