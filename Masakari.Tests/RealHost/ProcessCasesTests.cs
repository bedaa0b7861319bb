namespace Masakari.Tests.RealHost;

/// <summary>
/// Counts, over real processes, what the process monitor misses and what it reports falsely. The figures stand in docs/monitors.md.
/// </summary>
[Explicit("Takes some minutes."), Category("Long"), Category("RealHost"), NonParallelizable]
internal sealed class ProcessCasesTests
{
    private const int Rounds = 3;

    private readonly List<string> expected = [];
    private int cases;

    [Test]
    public async Task Deaths_and_restarts_of_processes()
    {
        await using var host = new WatchedProcesses();
        await host.AddAsync("agent");
        await host.AddAsync("proxy", restart: "exit 0");                       // it says that it worked
        await host.AddAsync("lazy", restart: "sleep 60");                      // it hangs
        await host.AddAsync("noisy");
        await host.AddAsync("withpid", more: $"  pid_file: {host.Path("withpid")}.pid\n");
        await host.AddAsync("prepared", more: $"  pre_restart_command: /bin/sh -c 'test ! -e {host.Path("prepared")}.unprepared'\n");
        host.StartMonitor();
        await WatchedProcesses.PassAsync();
        cases += 6;                                    // all run

        for (var round = 0; round < Rounds; round++)
        {
            await RestartedAsync(host, "agent");
            await RestartedAsync(host, "withpid");
            await RestartedAsync(host, "prepared");
            await TwiceAtOnceAsync(host, "agent", "noisy");
            await ReportedAsync(host, "agent", brokenBy: "broken");
            await ReportedAsync(host, "withpid", brokenBy: "broken");
            await ReportedAsync(host, "prepared", brokenBy: "unprepared");
            await ReportedAsync(host, "proxy");
            await ReportedAsync(host, "lazy");
            await NamesakesAsync(host, "noisy");
            await TogetherAsync(host, "agent", "noisy", "withpid");
            await WithoutMonitorAsync(host, "agent");
            await WithABrokenListAsync(host, "noisy");
            await ByHandAsync(host, "agent");
        }

        await TestContext.Out.WriteLineAsync(
            $"process: {cases} cases, {expected.Count} reports expected, missed {Without(expected, host.Reported).Count}, "
            + $"false {Without(host.Reported, expected).Count}");
        Assert.That(host.Reported, Is.EquivalentTo(expected));
        Assert.That(cases, Is.GreaterThanOrEqualTo(20));
    }

    /// <summary>Killed, and brought back by its restart command.</summary>
    private async Task RestartedAsync(WatchedProcesses host, string name)
    {
        await host.UntilLoggedAsync(name, 7201, () =>
        {
            host.Kill(name);
            return Task.CompletedTask;
        });
        cases += 1;
    }

    private async Task TwiceAtOnceAsync(WatchedProcesses host, string one, string two)
    {
        await host.UntilLoggedAsync(two, 7201, () => host.UntilLoggedAsync(one, 7201, () =>
        {
            host.Kill(one);
            host.Kill(two);
            return Task.CompletedTask;
        }));
        cases += 2;
    }

    /// <summary>Killed, and its restarts fail. It is reported once, however long it is away; then an operator starts it.</summary>
    private async Task ReportedAsync(WatchedProcesses host, string name, string? brokenBy = null)
    {
        if (brokenBy is not null) await File.WriteAllTextAsync($"{host.Path(name)}.{brokenBy}", "");
        host.Kill(name);
        Expect(name);
        await host.UntilReportedAsync(expected.Count);
        await WatchedProcesses.PassAsync();
        cases += 1;                                    // no second report
        if (brokenBy is not null) File.Delete($"{host.Path(name)}.{brokenBy}");
        await host.UntilLoggedAsync(name, 7201, () => host.StartAsync(name));
    }

    /// <summary>An editor, a pager and a search for its name hide neither its death nor its return.</summary>
    private async Task NamesakesAsync(WatchedProcesses host, string name)
    {
        host.StartNamesake("tail", "-f", host.Path(name));
        host.StartNamesake("sh", "-c", $"sleep 600 # {host.Path(name)}");
        host.Break(name);
        host.Kill(name);
        Expect(name);
        await host.UntilReportedAsync(expected.Count);
        host.Repair(name);
        await host.UntilLoggedAsync(name, 7201, () => host.StartAsync(name));
    }

    private async Task TogetherAsync(WatchedProcesses host, params string[] names)
    {
        foreach (var name in names) host.Break(name);
        foreach (var name in names) host.Kill(name);
        foreach (var name in names) Expect(name);
        await host.UntilReportedAsync(expected.Count);
        foreach (var name in names)
        {
            host.Repair(name);
            await host.UntilLoggedAsync(name, 7201, () => host.StartAsync(name));
        }
    }

    /// <summary>It dies while the monitor is stopped, and cannot be restarted.</summary>
    private async Task WithoutMonitorAsync(WatchedProcesses host, string name)
    {
        await host.StopMonitorAsync();
        host.Break(name);
        host.Kill(name);
        host.StartMonitor();
        Expect(name);
        await host.UntilReportedAsync(expected.Count);
        host.Repair(name);
        await host.UntilLoggedAsync(name, 7201, () => host.StartAsync(name));
    }

    /// <summary>The list is damaged: the former one counts.</summary>
    private async Task WithABrokenListAsync(WatchedProcesses host, string name)
    {
        var good = "";
        host.RewriteList(list =>
        {
            good = list;
            return list + "- process_name: [\n";
        });
        host.Break(name);
        host.Kill(name);
        Expect(name);
        await host.UntilReportedAsync(expected.Count);
        host.RewriteList(_ => good);
        host.Repair(name);
        await host.UntilLoggedAsync(name, 7201, () => host.StartAsync(name));
    }

    /// <summary>An operator stops and starts it between two checks, or a little later.</summary>
    private async Task ByHandAsync(WatchedProcesses host, string name)
    {
        host.Kill(name);
        await host.StartAsync(name);
        await WatchedProcesses.PassAsync();
        cases += 1;
    }

    private void Expect(string name)
    {
        expected.Add(name);
        cases++;
    }

    private static List<string> Without(IEnumerable<string> all, IEnumerable<string> others)
    {
        var left = all.ToList();
        foreach (var other in others) left.Remove(other);
        return left;
    }
}
