namespace Masakari.Tests.RealCloud.Comparison;

/// <summary>The lab.</summary>
internal sealed class RealComparedCloud(Lab lab) : ComparedCloud("real")
{
    public static async Task<RealComparedCloud> ConnectAsync(Lab lab)
    {
        var cloud = new RealComparedCloud(lab);
        await cloud.LogInAsync(lab["OS_AUTH_URL"], lab["LAB_NOVA_URL"], lab["OS_USERNAME"], lab["OS_PASSWORD"], lab["OS_PROJECT_NAME"]);
        return cloud;
    }

    public override Task<IReadOnlyList<Guid>> BootAsync(string host, int count) => lab.BootAsync(host, count);

    public override Task KillAsync(string host) => lab.KillAsync(host);

    public override Task StartAsync(string host, bool guestsRun) => lab.StartAsync(host, guestsRun ? "kept" : "stopped");
}
