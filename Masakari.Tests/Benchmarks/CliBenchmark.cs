using System.Globalization;
using Masakari.Tests.Cli.Client;
using Masakari.Tests.RealCloud;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// The processor time (user and system) and the time of whole runs of the published program, and of <c>openstack</c> beside it. Keystone
/// and the service are in this process. Figures only: the median of several runs.
/// </summary>
[Explicit("Takes a minute, and needs ./build.sh publish."), Category("Benchmark"), NonParallelizable]
internal sealed class CliBenchmark
{
    private const int Runs = 15, SlowRuns = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Test]
    public async Task Runs_verbs()
    {
        await using var cloud = await ServedCloud.StartAsync();
        await cloud.AskAsync("segment", "create", "rack-1", "auto", "COMPUTE");
        foreach (var host in cloud.Stage.HostNames) await cloud.AskAsync("host", "create", host, "COMPUTE", "none", "rack-1");
        var notification = await cloud.AskAsync(
            "notification", "create", "PROCESS", "compute-1", "now", """{"event": "STOPPED", "process_name": "sshd"}""",
            "-f", "value", "-c", "notification_uuid");

        await TestContext.Out.WriteLineAsync(Machine.Load());
        foreach (var verb in new[]
        {
            "--version", "segment list", "segment show rack-1", "host list rack-1", "notification list",
            $"notification show {notification}", $"notification watch {notification}", "conf sample",
        })
            await MeasureAsync(cloud, Runs, [PublishedService.Program, .. verb.Split(' ')]);
        await MeasureAsync(cloud, Runs, PublishedService.Program, "[suggest:12]", "masakari seg");
        if (File.Exists("/usr/bin/openstack"))
        {
            await MeasureAsync(cloud, SlowRuns, "/usr/bin/openstack", "segment", "list");
            await MeasureAsync(cloud, SlowRuns, "/usr/bin/openstack", "notification", "list");
        }
    }

    private static async Task MeasureAsync(ServedCloud cloud, int runs, params string[] command)
    {
        const string Script = """
            TIMEFORMAT='%U %S %R'
            for ((run = 0; run < $0; run++)); do { time "$@" > /dev/null 2> /dev/null; } 2>&1; done
            """;
        var environment = cloud.Variables.ToDictionary();
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { } host) environment["DOTNET_ROOT"] = Path.GetDirectoryName(host)!;
        var times = (await Tool.RunAsync("bash", ["-c", Script, $"{runs}", .. command], environment, "", Limit))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray()).ToList();
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{string.Join(' ', command.Skip(1)),-60} CPU median {Median(times.Select(one => one[0] + one[1])):0.00} s, "
            + $"worst {times.Max(one => one[0] + one[1]):0.00} s; takes {Median(times.Select(one => one[2])):0.00} s"));
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
