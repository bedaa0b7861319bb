using Masakari.Core.Notifications;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>How many requests a recovery sends to Nova and Keystone. Requests are counted, times are not measured.</summary>
public sealed class CostTests
{
    private static readonly string[] Servers = SmallCloud.Names(100);

    [Test]
    public async Task Asks_nova_at_most_four_times_for_an_instance_and_keystone_hardly_at_all()
    {
        await using var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            for (var host = 1; host <= 20; host++) cloud.AddHost($"c{host}");
            Array.ForEach(Servers, name => cloud.AddServer("c1", name));
        }, SmallCloud.Quick);
        await masakari.RegisterAsync("auto", "c1", "c2");
        masakari.Cloud.KillHost("c1");
        await masakari.Clock.RunAsync(TimeSpan.FromMinutes(2));
        var before = masakari.Cloud.Calls.Count;

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        var calls = masakari.Cloud.Calls.Skip(before).ToList();
        var kinds = string.Join(", ", calls.CountBy(call => call.Kind));
        masakari.Cloud.AssertMovedOnce(Servers);
        Assert.That(calls.Count(call => !call.IsKeystone) / (double)Servers.Length, Is.LessThanOrEqualTo(4), kinds);
        Assert.That(masakari.Cloud.TokensGiven, Is.LessThanOrEqualTo(2));
    }
}
