using Masakari.Host.Sandbox;

namespace Masakari.Tests.RealCloud.Comparison;

/// <summary>The simulated cloud on a loopback port, as quick as the lab.</summary>
internal sealed class SimulatedComparedCloud : ComparedCloud
{
    private static readonly SimulatedCloudOptions LikeTheLab = new()
    {
        ReportInterval = TimeSpan.FromSeconds(2), ServiceDownTime = TimeSpan.FromSeconds(6), EvacuationTime = TimeSpan.FromSeconds(2),
    };

    private readonly SimulatedCloud cloud = new(TimeProvider.System, LikeTheLab);
    private SimulatedCloudServer? address;

    private SimulatedComparedCloud() : base("simulated")
    {
    }

    public static async Task<SimulatedComparedCloud> StartAsync()
    {
        var compared = new SimulatedComparedCloud();
        foreach (var number in Enumerable.Range(1, 4))
            compared.cloud.AddHost($"compute{number}");
        compared.address = await SimulatedCloudServer.StartAsync(compared.cloud, port: 0, default);
        var root = compared.address.BaseUrl;
        await compared.LogInAsync($"{root}identity/v3", $"{root}compute/v2.1", "admin", LikeTheLab.Password, "admin");
        return compared;
    }

    public override Task<IReadOnlyList<Guid>> BootAsync(string host, int count) =>
        Task.FromResult<IReadOnlyList<Guid>>([.. Enumerable.Range(1, count).Select(number => cloud.AddServer(host, $"{host}-vm{number}"))]);

    public override Task KillAsync(string host)
    {
        cloud.KillHost(host);
        return Task.CompletedTask;
    }

    public override Task StartAsync(string host, bool guestsRun)
    {
        cloud.ReviveHost(host, guestsRun ? GuestsAfterRestart.Run : GuestsAfterRestart.StayOff);
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        if (address is not null) await address.DisposeAsync();
        await base.DisposeAsync();
    }
}
