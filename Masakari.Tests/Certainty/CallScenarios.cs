using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>The calls to Nova for each instance that is evacuated, all included, from the report to the end of the recovery.</summary>
public sealed class CallScenarios
{
    [TestCase(20, 4.5)]
    [TestCase(1000, 3.3)]
    public async Task An_evacuated_instance_costs_few_calls(int instances, double most)
    {
        var hosts = Enumerable.Range(1, 51).Select(number => $"c{number}").ToArray();
        await using var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            foreach (var host in hosts) cloud.AddHost(host);
            foreach (var number in Enumerable.Range(1, instances)) cloud.AddServer("c1", $"vm{number}");
        }, "[recovery]\nforced_down_settle_seconds = 0\n");
        await masakari.RegisterAsync("auto", hosts);
        masakari.Cloud.KillHost("c1");
        masakari.Cloud.ForceDown("c1");
        var (began, skip) = (masakari.Clock.GetUtcNow(), masakari.Cloud.Calls.Count);

        var notification = await masakari.NotifyAsync("c1");
        await masakari.UntilOverAsync(notification);

        var calls = masakari.Cloud.Calls.Skip(skip).Where(call => !call.IsKeystone).ToList();
        var bill = string.Join(", ", calls.CountBy(call => call.Kind).OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Key} {kind.Value}"));
        await TestContext.Out.WriteLineAsync($"{calls.Count / (double)instances:0.00} calls an instance in {masakari.SecondsSince(began)} s: {bill}");
        Assert.That((double)calls.Count / instances, Is.LessThanOrEqualTo(most), $"in {masakari.SecondsSince(began)} s: {bill}");
    }
}
