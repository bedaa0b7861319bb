using System.Collections.Concurrent;
using System.Diagnostics;
using Masakari.Core.Commands;
using Masakari.Core.Monitoring.Processes;
using Masakari.Core.Monitoring.Reports;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Monitoring.Processes;

/// <summary>The process monitor with the /proc of this machine, real processes and real commands.</summary>
[Category("RealHost")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RealProcessTests : IReports, IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-real-");
    private readonly FakeLogCollector log = new();
    private readonly ConcurrentQueue<MonitorReport> reports = [];
    private readonly CancellationTokenSource stop = new();
    private ProcessMonitor? monitor;
    private Task running = Task.CompletedTask;

    Task IReports.AddAsync(MonitorReport report, CancellationToken ct)
    {
        reports.Enqueue(report);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAny(running);
        stop.Dispose();
        KillAll();
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task Starts_restarts_and_reports()
    {
        Script("agent", "while :; do sleep 1; done");
        Script("start", $"echo 'warning: old option' >&2; nohup /bin/sh {Agent} >/dev/null 2>&1 &");
        Script("restart", $"test -e {folder.FullName}/broken && exit 1; echo restarted >&2; nohup /bin/sh {Agent} >/dev/null 2>&1 &");
        Run($"""
            - process_name: {Agent}
              start_command: /bin/sh {folder.FullName}/start
              restart_command: /bin/sh {folder.FullName}/restart
            """);

        await Until(() => Ids().Count > 0, "the monitor has started it");
        KillAll();
        await Until(() => log.Lines.Any(line => line.StartsWith("7201 ", StringComparison.Ordinal)), "the monitor has restarted it");
        Assert.That(reports, Is.Empty);

        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "broken"), "");
        KillAll();
        await Until(() => !reports.IsEmpty, "it is reported");

        Assert.That($"{reports.Single().Payload["process_name"]}", Is.EqualTo("agent"));
        Assert.That(await monitor!.HoldsAsync(reports.Single(), default), Is.True);
        File.Delete(Path.Combine(folder.FullName, "broken"));
        using (var by = Process.Start("/bin/sh", Path.Combine(folder.FullName, "restart"))) await by.WaitForExitAsync();
        await Until(() => Ids().Count > 0, "it was started by hand");
        Assert.That(await monitor.HoldsAsync(reports.Single(), default), Is.False);
    }

    [Test]
    public async Task An_editor_with_that_name_does_not_hide_a_dead_process()
    {
        Script("agent", "sleep 1");
        Script("restart", "exit 1");
        using var editor = Process.Start("sleep", "600");
        using var tail = Process.Start(new ProcessStartInfo("tail", ["-f", Agent]) { RedirectStandardOutput = true })!;
        Run($"""
            - process_name: {Agent}
              restart_command: /bin/sh {folder.FullName}/restart
            """);

        await Until(() => !reports.IsEmpty, "it is reported");

        editor.Kill();
        tail.Kill();
    }

    [Test]
    public async Task A_command_that_hangs_is_ended_and_counts_as_failed()
    {
        Script("agent", "sleep 1");
        Script("restart", "sleep 600");
        Run($"""
            - process_name: {Agent}
              restart_command: /bin/sh {folder.FullName}/restart
            """);

        await Until(() => !reports.IsEmpty, "it is reported");

        Assert.That(log.Lines, Has.Some.Contains("did not end within 5 s and was killed"));
    }

    private string Agent => Path.Combine(folder.FullName, "agent");

    private void Script(string name, string body)
    {
        var file = Path.Combine(folder.FullName, name);
        File.WriteAllText(file, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Run(string list)
    {
        var options = new ProcessOptions
        {
            ListPath = Path.Combine(folder.FullName, "process_list.yaml"),
            CheckInterval = TimeSpan.FromSeconds(1),
            RestartInterval = TimeSpan.FromSeconds(3),
            RestartRetries = 1,
            CommandLimit = TimeSpan.FromSeconds(5),
        };
        File.WriteAllText(options.ListPath, list);
        monitor = new ProcessMonitor(
            new MonitoredHost("c1"), options, new ProcessList(options, new FakeLogger<ProcessList>(log)), new ProcFolder("/proc"),
            new ProcessCommands(new CommandRunner(TimeProvider.System), options), TimeProvider.System, new FakeLogger<ProcessMonitor>(log));
        running = Task.Run(() => monitor.RunAsync(this, stop.Token));
    }

    private IReadOnlyList<int> Ids() =>
    [
        .. from one in Directory.EnumerateDirectories("/proc")
           where int.TryParse(Path.GetFileName(one), out _)
           where CommandLine(one).StartsWith($"/bin/sh\0{Agent}\0", StringComparison.Ordinal)
           select int.Parse(Path.GetFileName(one)),
    ];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private void KillAll() => Ids().ToList().ForEach(Kill);

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended.
        }
    }

    private async Task Until(Func<bool> done, string what)
    {
        var began = Stopwatch.StartNew();
        while (!done())
        {
            Assert.That(began.Elapsed, Is.LessThan(Limit), $"{what}: {string.Join('\n', log.Lines)}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
