using System.Collections.Concurrent;
using System.Diagnostics;
using Masakari.Core.Commands;
using Masakari.Core.Monitoring.Processes;
using Masakari.Core.Monitoring.Reports;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.RealHost;

/// <summary>
/// The process monitor with the /proc of this machine over daemons of a list: shell scripts in a folder of their own. The restart command
/// of a daemon starts it, unless a file says that the daemon is broken.
/// </summary>
internal sealed class WatchedProcesses : IReports, IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-cases-");
    private readonly ConcurrentQueue<MonitorReport> reports = [];
    private readonly List<Process> others = [];
    private readonly FakeLogCollector log = new();
    private CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    /// <summary>The names of the processes reported so far, in this order.</summary>
    public IReadOnlyList<string> Reported => [.. reports.Select(report => $"{report.Payload["process_name"]}")];

    Task IReports.AddAsync(MonitorReport report, CancellationToken ct)
    {
        reports.Enqueue(report);
        return Task.CompletedTask;
    }

    /// <summary>Adds a daemon to the list and starts it.</summary>
    /// <param name="name">Its file.</param>
    /// <param name="more">Further lines of its entry.</param>
    /// <param name="restart">What the restart command does instead.</param>
    public async Task AddAsync(string name, string more = "", string? restart = null)
    {
        var file = Script(name, "while :; do sleep 1; done");
        var command = Script($"restart-{name}", restart ?? $"test -e {file}.broken && exit 1\n{Starting(name)}");
        await File.AppendAllTextAsync(ListFile, $"- process_name: {file}\n  restart_command: /bin/sh {command}\n{more}");
        await StartAsync(name);
    }

    /// <summary>Starts a daemon as an operator does.</summary>
    public async Task StartAsync(string name)
    {
        using (var by = Process.Start("/bin/sh", ["-c", Starting(name)])) await by.WaitForExitAsync();
        await UntilRunsAsync(name);
    }

    /// <summary>What a shell types to start a daemon that lives on.</summary>
    public string Starting(string name) =>
        $"setsid /bin/sh {Path(name)} >/dev/null 2>&1 < /dev/null & echo $! > {Path(name)}.pid";

    public string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    /// <summary>The restart command of a daemon fails from now on.</summary>
    public void Break(string name) => File.WriteAllText($"{Path(name)}.broken", "");

    public void Repair(string name) => File.Delete($"{Path(name)}.broken");

    public void Kill(string name)
    {
        foreach (var id in Ids(name)) Signal(id);
    }

    /// <summary>A process of another kind that has the name of a daemon among its arguments.</summary>
    public void StartNamesake(string program, params string[] arguments) =>
        others.Add(Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!);

    public void RewriteList(Func<string, string> change) => File.WriteAllText(ListFile, change(File.ReadAllText(ListFile)));

    public void StartMonitor()
    {
        var options = new ProcessOptions
        {
            ListPath = ListFile, CheckInterval = TimeSpan.FromSeconds(1), RestartInterval = TimeSpan.FromSeconds(1), RestartRetries = 1,
            CommandLimit = TimeSpan.FromSeconds(3),
        };
        var monitor = new ProcessMonitor(
            new MonitoredHost("c1"), options, new ProcessList(options, new FakeLogger<ProcessList>(log)), new ProcFolder("/proc"),
            new ProcessCommands(new CommandRunner(TimeProvider.System), options), TimeProvider.System, new FakeLogger<ProcessMonitor>(log));
        stop = new CancellationTokenSource();
        running = Task.Run(() => monitor.RunAsync(this, stop.Token));
    }

    public async Task StopMonitorAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAny(running);
        stop.Dispose();
    }

    public Task UntilRunsAsync(string name) => UntilAsync(() => Ids(name).Count > 0, $"{name} runs");

    public Task UntilReportedAsync(int count) => UntilAsync(() => reports.Count >= count, $"{count} reports");

    /// <summary>Waits until the monitor has logged an event once more.</summary>
    public async Task UntilLoggedAsync(string name, int eventId, Func<Task> act)
    {
        var before = Logged(name, eventId);
        await act();
        await UntilAsync(() => Logged(name, eventId) > before, $"event {eventId} of {name}");
    }

    /// <summary>Long enough for several checks and all restarts.</summary>
    public static Task PassAsync() => Task.Delay(TimeSpan.FromSeconds(7), TimeProvider.System, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopMonitorAsync();
        others.ForEach(process => process.Kill());
        foreach (var id in Ids("")) Signal(id);
        folder.Delete(recursive: true);
    }

    private string ListFile => Path("process_list.yaml");

    private int Logged(string name, int eventId) => log.GetSnapshot().Count(line =>
        line.Id.Id == eventId && line.Message.Contains(name, StringComparison.Ordinal));

    private string Script(string name, string body)
    {
        File.WriteAllText(Path(name), $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return Path(name);
    }

    /// <summary>The daemons of a file; of all files for an empty name.</summary>
    private IReadOnlyList<int> Ids(string name) =>
    [
        .. from one in Directory.EnumerateDirectories("/proc")
           let id = int.TryParse(System.IO.Path.GetFileName(one), out var number) ? number : 0
           where id > 0 && IsDaemon(CommandLine(one), name)
           select id,
    ];

    private bool IsDaemon(string[] words, string name) => words is ["/bin/sh", var script, ..]
        && (name.Length == 0 ? script.StartsWith(folder.FullName, StringComparison.Ordinal) : script == Path(name));

    private static string[] CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(System.IO.Path.Combine(process, "cmdline")).Split('\0');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static void Signal(int id)
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

    private async Task UntilAsync(Func<bool> done, string what)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !done();)
        {
            Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(Limit), $"{what}: {string.Join('\n', log.GetSnapshot())}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }
    }
}
