using System.Globalization;
using Masakari.Host.Sandbox;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// What a published service costs while nothing happens: statements, processor time and memory of one controller on MariaDB, with a
/// segment and some hosts. Figures only.
/// </summary>
[Explicit("Takes two minutes, and needs ./build.sh publish."), Category("Benchmark")]
internal sealed class AtRestBenchmark
{
    private static readonly Uri Root = new("http://127.0.0.1:15971/");
    private static readonly TimeSpan ToSettle = TimeSpan.FromSeconds(90), Span = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Rests()
    {
        var cloud = new SimulatedCloud(TimeProvider.System, new SimulatedCloudOptions());
        await using var server = await SimulatedCloudServer.StartAsync(cloud, 0, default);
        var mariaDb = await MariaDbServer.SharedAsync();
        var conf = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            conf, ServiceConf.Write(Root, server.BaseUrl, mariaDb.UrlText((await mariaDb.CreateDatabaseAsync()).Database)));
        await PublishedService.RunAsync("manage", "--config-file", conf, "db", "sync");
        using var http = new HttpClient { BaseAddress = Root };
        await using var service = PublishedService.Start(conf);
        await service.UntilReadyAsync(http, "/");
        await PassAsync(ToSettle);
        await StatementLog.BeginAsync(mariaDb);
        await TestContext.Out.WriteLineAsync(Machine.Load());

        var (cpu, calls) = (service.Usage().Cpu, cloud.Calls.Count);
        await PassAsync(Span);
        var after = service.Usage();
        var statements = await StatementLog.EndAsync(mariaDb);

        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {statements.Sum(one => one.Count) / Span.TotalSeconds:0.00} statements a second, {(after.Cpu - cpu) / Span:0.00%} of a core, {after.MiB} MiB, {cloud.Calls.Count - calls} calls to the cloud
              {string.Join("\n  ", statements.Select(one => $"{one.Count,4} {one.What}"))}
            """));
        File.Delete(conf);
        Assert.That(statements, Is.Not.Empty);
    }

    private static Task PassAsync(TimeSpan span) => Task.Delay(span, TimeProvider.System, CancellationToken.None);
}
