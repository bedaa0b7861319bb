using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Several hosts at once: what they ask Nova for.</summary>
public sealed class CostScenarios
{
    [Test]
    public async Task Eight_hosts_that_wait_for_silence_share_the_list_of_services()
    {
        var (one, eight) = (await WaitAsync(1), await WaitAsync(8));

        Assert.That(eight, Is.LessThanOrEqualTo(one * 1.5), "lists of services for each host");
    }

    [Test]
    public async Task Four_hosts_that_are_evacuated_share_the_list_of_servers()
    {
        var (one, four) = (await EvacuateAsync(1), await EvacuateAsync(4));

        const string List = "GET servers/detail";
        Assert.That(four.PerSecond(List), Is.LessThanOrEqualTo(one.PerSecond(List) * 1.5), "lists of servers for each host");
    }

    [Test]
    public async Task Each_host_under_recovery_costs_one_list_of_its_own_migrations()
    {
        var (one, four) = (await EvacuateAsync(1), await EvacuateAsync(4));

        Assert.That(four.PerSecond("GET os-migrations"), Is.LessThanOrEqualTo(one.PerSecond("GET os-migrations") * 4 * 1.5));
        var queries = four.Queries("GET os-migrations").ToList();
        Assert.That(queries, Is.All.Contains("source_compute=").And.All.Contains("migration_type="));
        Assert.That(queries.Count(query => query.Contains("migration_type=live-migration")), Is.LessThanOrEqualTo(4), "more than once for each host");
        Assert.That(queries, Has.None.Contains("changes-since"));
    }

    /// <summary>Lists of services in a minute in which so many dead hosts wait.</summary>
    private static async Task<int> WaitAsync(int count)
    {
        var hosts = Hosts(20);
        await using var masakari = await Story.BeginAsync(hosts, "", options: null, "vm1");
        foreach (var host in hosts[..count])
            await masakari.KillAndReportAsync(host);
        await masakari.PassAsync(80);
        var before = masakari.Cloud.CountCalls("GET os-services");
        await masakari.PassAsync(60);
        return masakari.Cloud.CountCalls("GET os-services") - before;
    }

    private static async Task<Bill> EvacuateAsync(int count)
    {
        var hosts = Hosts(12);
        await using var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            foreach (var host in hosts)
                cloud.AddHost(host);
            foreach (var host in hosts[..count])
                for (var number = 1; number <= 10; number++)
                    cloud.AddServer(host, $"{host}-vm{number}");
        }, options: new SimulatedCloudOptions { EvacuationTime = TimeSpan.FromSeconds(30) });
        await masakari.RegisterAsync("auto", hosts);
        foreach (var host in hosts[..count])
        {
            await masakari.KillAndReportAsync(host);
            masakari.Cloud.ForceDown(host);
        }

        await masakari.UntilAsync(() => masakari.Evacuates() > 0);
        var (began, skip) = (masakari.Clock.GetUtcNow(), masakari.Cloud.Calls.Count);
        await masakari.UntilAsync(() => hosts[..count].All(host => masakari.LeftOn(host).Count == 0));
        return new Bill(masakari.Cloud.Calls.Skip(skip).ToList(), masakari.SecondsSince(began));
    }

    private static string[] Hosts(int count) => [.. Enumerable.Range(1, count).Select(number => $"c{number}")];

    private sealed record Bill(IReadOnlyList<SimulatedCall> Calls, double Seconds)
    {
        public double PerSecond(string kind) => Calls.Count(call => call.Kind == kind) / Seconds;

        public IEnumerable<string> Queries(string kind) => Calls.Where(call => call.Kind == kind).Select(call => call.Query);
    }
}
