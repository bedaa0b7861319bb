using Masakari.Core.Notifications;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>How many requests a recovery sends to Nova and Keystone. Requests are counted, times are not measured.</summary>
public sealed class CostTests
{
    /// <summary>The more instances, the less is asked for each of them: the looks at the host are shared.</summary>
    [TestCase(20, 4.5)]
    [TestCase(100, 3.4)]
    public async Task Asks_nova_a_few_times_for_an_instance_and_keystone_hardly_at_all(int count, double callsForEach)
    {
        var servers = SmallCloud.Names(count);
        const string Quick = SmallCloud.Quick + "host_failure_recovery_threads = 500\n[recovery]\nforced_down_settle_seconds = 0\n";
        await using var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            for (var host = 1; host <= 50; host++) cloud.AddHost($"c{host}");
            Array.ForEach(servers, name => cloud.AddServer("c1", name));
        }, Quick);
        await masakari.RegisterAsync("auto", "c1", "c2");
        masakari.Cloud.KillHost("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.Clock.RunAsync(TimeSpan.FromMinutes(2));
        var before = masakari.Cloud.Calls.Count;

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        var calls = masakari.Cloud.Calls.Skip(before).ToList();
        var kinds = string.Join(", ", calls.CountBy(call => call.Kind));
        masakari.Cloud.AssertMovedOnce(servers);
        Assert.That(calls.Count(call => !call.IsKeystone) / (double)count, Is.LessThanOrEqualTo(callsForEach), kinds);
        Assert.That(masakari.Cloud.TokensGiven, Is.LessThanOrEqualTo(2));
    }
}
