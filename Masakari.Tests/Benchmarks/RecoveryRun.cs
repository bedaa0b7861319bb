using System.Globalization;
using Masakari.Tests.RealCloud;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// One recovery by a published service on MariaDB, with the simulated cloud in another process. The hosts are forced down before they are
/// reported.
/// </summary>
internal sealed class RecoveryRun(BenchmarkCloud setting, string threads)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100), Limit = TimeSpan.FromMinutes(5);

    public async Task<RecoveryFigures> MeasureAsync()
    {
        await using var service = await MeasuredService.StartAsync(setting, threads);
        await service.Cloud.KillAsync();
        var (idle, cpu, cloudCpu) = (service.Process.Usage(), service.Process.Usage().Cpu, service.Cloud.Cpu);
        var (statements, trips) = (await service.MariaDb.QuestionsAsync(), service.RoundTrips);

        var posted = TimeProvider.System.GetUtcNow();
        await Task.WhenAll(setting.DeadHosts.Select(service.NotifyHostAsync));
        var finished = await FinishedAsync(service);

        return new RecoveryFigures
        {
            Ideal = EvacuationOracle.Ideal(setting),
            Posted = posted,
            Finished = finished,
            Statements = await service.MariaDb.QuestionsAsync() - statements,
            RoundTrips = service.RoundTrips - trips,
            Cloud = await service.Cloud.ReportAsync(),
            ServiceCpu = service.Process.Usage().Cpu - cpu,
            CloudCpu = service.Cloud.Cpu - cloudCpu,
            IdleMiB = idle.MiB,
            PeakMiB = service.Process.PeakMiB(),
        };
    }

    private Task<DateTimeOffset> FinishedAsync(MeasuredService service) => Poll.UntilAsync(
        "end of the recovery", async () =>
        {
            var ends = (await service.ReadLogAsync())
                .Where(line => line.Contains(": Running -> Finished", StringComparison.Ordinal)).ToList();
            return ends.Count == setting.Dead ? ends.Max(Moment) : default;
        }, moment => moment != default, LookEvery, Limit);

    private static DateTimeOffset Moment(string line) =>
        DateTimeOffset.Parse(line[..23], CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal);
}
