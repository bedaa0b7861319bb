using System.Globalization;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// The recovery of a host, or of several at the same time, with a fixed number of threads and with the adaptive default; verify_interval
/// is 1 s. The clock runs from the first evacuate call to the last landing. Figures only: no time is asserted.
/// </summary>
/// <remarks>
/// The environment chooses what runs while one works on a size: MASAKARI_BENCH_INSTANCES (the instances of a host), MASAKARI_BENCH_THREADS
/// (a number, or <c>adaptive</c>) and MASAKARI_BENCH_RUNS (how often; 3 when unset).
/// </remarks>
[Explicit("Takes fifteen minutes, and needs ./build.sh publish."), Category("Benchmark")]
internal sealed class HostRecoveryBenchmark
{
    private const string Adaptive = "adaptive";

    [Test]
    public async Task Recovers_hosts(
        [Values("1 x 20", "1 x 100", "1 x 500", "1 x 1000", "5 x 100")] string size, [Values("500", Adaptive)] string threads)
    {
        var setting = Setting(size);
        SkipUnless("MASAKARI_BENCH_INSTANCES", $"{setting.Instances}");
        SkipUnless("MASAKARI_BENCH_THREADS", threads);
        var runs = int.Parse(Environment.GetEnvironmentVariable("MASAKARI_BENCH_RUNS") ?? "3", CultureInfo.InvariantCulture);

        var ratios = new List<double>();
        for (var run = 1; run <= runs; run++)
            ratios.Add(await RunAsync($"{size}, {threads}, run {run}", setting, threads));

        await WriteAsync($"{size}, {threads}: median ratio {ratios.Order().ElementAt(runs / 2):0.00} of {runs}");
        Assert.That(ratios, Is.All.GreaterThan(0));
    }

    private static async Task<double> RunAsync(string what, BenchmarkCloud setting, string threads)
    {
        await WriteAsync($"{what}: {Machine.Load()}");
        var run = new RecoveryRun(setting, threads == Adaptive ? "" : $"host_failure_recovery_threads = {threads}");
        var figures = await run.MeasureAsync();
        await WriteAsync($"{figures}");
        Assert.That(figures.Cloud.Left, Is.Zero, "instances left on a dead host");
        return figures.Ratio;
    }

    private static BenchmarkCloud Setting(string size)
    {
        var numbers = size.Split(" x ").Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToList();
        return new(numbers[0], numbers[1]);
    }

    private static void SkipUnless(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is { } wanted && wanted != value) Assert.Ignore($"{name}={wanted} chooses another setting.");
    }

    private static Task WriteAsync(FormattableString line) => TestContext.Out.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}
