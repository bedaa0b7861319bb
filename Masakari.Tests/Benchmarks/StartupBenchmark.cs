using System.Globalization;
using Masakari.Host.Sandbox;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// The time from the start of a published service to the first 200 of an authenticated call on MariaDB, then the times of the
/// first 50 calls. Keystone and Nova are simulated in this process. Figures only: the median of several starts.
/// </summary>
[Explicit("Takes half a minute, and needs ./build.sh publish."), Category("Benchmark")]
internal sealed class StartupBenchmark
{
    private const int Starts = 5, First = 50;
    private static readonly Uri Root = new("http://127.0.0.1:15970/");

    [Test]
    public async Task Starts_cold()
    {
        var cloud = new SimulatedCloud(TimeProvider.System, new SimulatedCloudOptions());
        cloud.AddHost("c1");
        await using var server = await SimulatedCloudServer.StartAsync(cloud, 0, default);
        var mariaDb = await MariaDbServer.SharedAsync();
        var database = await mariaDb.CreateDatabaseAsync();
        var conf = Path.GetTempFileName();
        await File.WriteAllTextAsync(conf, ServiceConf.Write(Root, server.BaseUrl, mariaDb.UrlText(database.Database)));
        await PublishedService.RunAsync("manage", "--config-file", conf, "db", "sync");
        using var http = new HttpClient { BaseAddress = Root };
        http.DefaultRequestHeaders.Add("X-Auth-Token", await BareNova.TokenAsync(server.BaseUrl));

        var ready = new List<double>();
        for (var start = 0; start < Starts; start++)
            ready.Add(await MeasureAsync(http, conf));

        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"median of {Starts}: {ready.Order().ElementAt(Starts / 2):0} ms"));
        File.Delete(conf);
        Assert.That(ready, Has.Count.EqualTo(Starts));
    }

    private static async Task<double> MeasureAsync(HttpClient http, string conf)
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var service = PublishedService.Start(conf);
        await service.UntilReadyAsync(http, "v1/segments");
        var ready = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
        var used = service.Usage();

        var times = new List<double>();
        for (var call = 0; call < First; call++)
        {
            var asked = TimeProvider.System.GetTimestamp();
            using var answer = await http.GetAsync(new Uri("v1/segments", UriKind.Relative));
            answer.EnsureSuccessStatusCode();
            times.Add(TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds);
        }

        var after = service.Usage();
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"first 200 after {ready:0} ms, CPU {used.Cpu.TotalMilliseconds:0} ms; the next {First} calls {times.Sum():0} ms in all, " +
            $"median {times.Order().ElementAt(First / 2):0.0}, worst {times.Max():0.0} ms, CPU {(after.Cpu - used.Cpu).TotalMilliseconds:0} ms; {after.MiB} MiB"));
        return ready;
    }
}
