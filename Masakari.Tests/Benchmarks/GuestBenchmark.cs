using System.Globalization;
using Masakari.Tests.RealCloud;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// Reports about guests: 500 that crash in one second, with the report of a dead host among them, and the many reports of which nothing
/// follows. Figures; what is asserted does not depend on the machine's speed.
/// </summary>
[Explicit("Takes three minutes, and needs ./build.sh publish."), Category("Benchmark")]
internal sealed class GuestBenchmark
{
    private const int Guests = 500, Monitors = 10;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250), Limit = TimeSpan.FromMinutes(5);

    [Test]
    public async Task Recovers_500_guests_that_crash_in_one_second([Values(0, 20)] int instancesOfDeadHost)
    {
        var setting = new BenchmarkCloud(instancesOfDeadHost == 0 ? 0 : 1, instancesOfDeadHost, Guests);
        await using var service = await MeasuredService.StartAsync(setting);
        await WriteAsync($"{instancesOfDeadHost} instances of a dead host: {Machine.Load()}");
        await service.Cloud.CrashAsync();
        await service.Cloud.KillAsync();
        var (before, cloudCpu) = (service.Process.Usage(), service.Cloud.Cpu);
        var statements = await service.MariaDb.QuestionsAsync();

        var began = TimeProvider.System.GetUtcNow();
        var posting = PostAsync(service, Ids(setting), "STOPPED_FAILED");
        await Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System, CancellationToken.None);
        var hostPosted = TimeProvider.System.GetUtcNow();
        await Task.WhenAll(setting.DeadHosts.Select(service.NotifyHostAsync));
        await posting;
        var posted = TimeProvider.System.GetUtcNow();
        await EndsAsync(service, Guests + setting.Dead);

        var ended = TimeProvider.System.GetUtcNow();
        var spent = await service.MariaDb.QuestionsAsync() - statements;
        var (after, cloud) = (service.Process.Usage(), await service.Cloud.ReportAsync());
        var cpu = after.Cpu - before.Cpu;
        await WriteAsync($"""
            posted within {Seconds(posted)} s, all over after {Seconds(ended)} s
              first os-stop after {Seconds(cloud.Stops[0])} s, first os-start {Seconds(cloud.Starts[0])} s, last {Seconds(cloud.Starts[^1])} s
              host: POST -> disable {(cloud.FirstDisable - hostPosted)?.TotalSeconds:0.00} s, -> first evacuate {(cloud.FirstEvacuate - hostPosted)?.TotalSeconds:0.00} s
              a guest: {spent / (double)Guests:0.0} statements, {cloud.NovaCalls.Values.Sum() / (double)Guests:0.00} Nova calls, CPU {cpu.TotalMilliseconds / Guests:0.0} ms
              RSS {before.MiB} MiB idle, {service.Process.PeakMiB()} MiB peak; CPU service {cpu.TotalSeconds:0.0} s, cloud {(service.Cloud.Cpu - cloudCpu).TotalSeconds:0.0} s
              {string.Join(", ", cloud.NovaCalls.OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Key} {kind.Value}"))}
              {await StatesAsync(service)}
            """);
        // Those that wait for their turn longer than Nova needs to see them off are not stopped by us.
        Assert.That((cloud.GuestsRunning, cloud.Starts.Count, cloud.Left), Is.EqualTo((Guests, Guests, 0)));
        Assert.That(cloud.Stops, Has.Count.InRange(1, Guests));
        Assert.That(await StatesAsync(service), Is.EqualTo($"finished {Guests + setting.Dead}"));

        string Seconds(DateTimeOffset at) => (at - began).TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
    }

    [Test]
    public async Task Shows_the_statements_of_recovered_guests()
    {
        const int Few = 50;
        var setting = new BenchmarkCloud(0, 0, Few);
        await using var service = await MeasuredService.StartAsync(setting);
        await service.Cloud.CrashAsync();
        await StatementLog.BeginAsync(service.MariaDb);

        await PostAsync(service, Ids(setting), "STOPPED_FAILED");
        await EndsAsync(service, Few);

        var statements = await StatementLog.EndAsync(service.MariaDb);
        await WriteAsync($"""
            {statements.Sum(one => one.Count) / (double)Few:0.0} statements a guest
              {string.Join("\n  ", statements.Where(one => one.Count >= Few / 5).Select(one => $"{one.Count / (double)Few,5:0.0} {one.What}"))}
            """);
        Assert.That((await service.Cloud.ReportAsync()).GuestsRunning, Is.EqualTo(Few));
    }

    [Test]
    public async Task Stores_a_report_of_which_nothing_follows()
    {
        const int Rounds = 4;
        var setting = new BenchmarkCloud(0, 0, Guests);
        await using var service = await MeasuredService.StartAsync(setting);
        var guests = Ids(setting);
        await WriteAsync($"{Machine.Load()}");

        for (var round = 0; round <= Rounds; round++)
        {
            var (cpu, statements, began) = (service.Process.Usage().Cpu, await service.MariaDb.QuestionsAsync(), TimeProvider.System.GetTimestamp());
            await PostAsync(service, guests, "STOPPED_DESTROYED");
            var took = TimeProvider.System.GetElapsedTime(began);
            await WriteAsync($"""
                {(round == 0 ? "just started" : "warm")}: CPU {(service.Process.Usage().Cpu - cpu).TotalMilliseconds / Guests:0.00} ms a report, {(await service.MariaDb.QuestionsAsync() - statements) / (double)Guests:0.0} statements, {Guests / took.TotalSeconds:0} a second
                """);
        }

        Assert.That(await StatesAsync(service), Is.EqualTo($"ignored {(Rounds + 1) * Guests}"));
        Assert.That((await service.Cloud.ReportAsync()).Stops, Is.Empty);
    }

    /// <summary>The monitors of the hosts post at the same time; each sends one report after the other.</summary>
    private static Task PostAsync(MeasuredService service, IReadOnlyList<(string Host, Guid Guest)> guests, string detail) =>
        Parallel.ForEachAsync(
            guests.GroupBy(one => one.Host), new ParallelOptions { MaxDegreeOfParallelism = Monitors }, async (host, _) =>
            {
                foreach (var (name, guest) in host) await service.NotifyGuestAsync(name, guest, detail);
            });

    private static List<(string Host, Guid Guest)> Ids(BenchmarkCloud setting)
    {
        var same = setting.Build(TimeProvider.System);
        return [.. setting.CrashingGuests.Select(guest => (BenchmarkCloud.HostOf(guest), same.Server(guest).Id))];
    }

    private static Task<int> EndsAsync(MeasuredService service, int wanted) => Poll.UntilAsync(
        "end of all recoveries",
        async () => (await service.ReadLogAsync()).Count(line => line.Contains(": Running -> ", StringComparison.Ordinal)),
        ends => ends == wanted, LookEvery, Limit);

    /// <summary>How many notifications have ended how.</summary>
    private static async Task<string> StatesAsync(MeasuredService service)
    {
        var rows = await service.MariaDb.ExecuteAsync($"SELECT status, COUNT(*) FROM {service.Database}.notifications GROUP BY status ORDER BY status");
        return rows.Trim().Replace('\t', ' ').Replace("\n", ", ", StringComparison.Ordinal);
    }

    private static Task WriteAsync(FormattableString line) => TestContext.Out.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}
