using System.Diagnostics;
using System.Globalization;
using Masakari.Tests.Cli.Client;
using Masakari.Tests.Monitoring.Libvirt;
using Masakari.Tests.RealCloud.Clients;
using Masakari.Tests.RealHost;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// What watching costs on a compute host where nothing happens: our three monitors in one process, then the four of Debian's
/// python3-masakari-monitors, on a real libvirtd with guests and a list of processes that run. Figures only.
/// </summary>
[Explicit("Takes five minutes, and needs ./build.sh publish."), Category("Benchmark"), NonParallelizable]
internal sealed class MonitorIdleBenchmark
{
    private const int Guests = 5, Processes = 10;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30), Watched = TimeSpan.FromSeconds(120);
    private static readonly string[] PythonMonitors =
        ["hostmonitor", "instancemonitor", "introspectiveinstancemonitor", "processmonitor"];

    private readonly List<Process> started = [];
    private DirectoryInfo folder = null!;

    [SetUp]
    public void Begin() => folder = Directory.CreateTempSubdirectory("masakari-idle-");

    [TearDown]
    public void End()
    {
        foreach (var process in started.Where(process => !process.HasExited)) process.Kill(entireProcessTree: true);
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task Watches_a_host_where_nothing_happens()
    {
        LibvirtMachine.NeedDaemon();
        await using var cloud = await ServedCloud.StartAsync();
        await cloud.AskAsync("segment", "create", "s", "auto", "COMPUTE");
        await cloud.AskAsync("host", "create", "compute-1", "COMPUTE", "none", "s");
        await using var libvirt = await LibvirtDaemon.StartAsync();
        for (var guest = 0; guest < Guests; guest++) await libvirt.StartGuestAsync();
        var conf = await WriteConfAsync(cloud, libvirt.Uri);

        var ours = Start(PublishedService.Program, "monitor", "process", "instance", "introspective", "--config-file", conf);
        await MeasureAsync("masakari monitor process instance introspective", [ours]);
        ours.Kill();
        Python.Require("masakarimonitors", "python3-masakari-monitors");
        var theirs = PythonMonitors.Select(module => Start(
            Python.Program, "-W", "ignore", "-c", $"from masakarimonitors.cmd.{module} import main; main()", "--config-file", conf))
            .ToList();
        await MeasureAsync("the four of the Python original", theirs);
    }

    private static async Task MeasureAsync(string what, IReadOnlyList<Process> processes)
    {
        await Task.Delay(Settling, TimeProvider.System, CancellationToken.None);
        var before = processes.Select(Cpu).ToList();
        await Task.Delay(Watched, TimeProvider.System, CancellationToken.None);
        var used = processes.Zip(before, (process, cpu) => Cpu(process) - cpu).ToList();
        var hour = used.Aggregate(TimeSpan.Zero, (sum, cpu) => sum + cpu) * (3600 / Watched.TotalSeconds);
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {processes.Sum(one => Memory(one, "Rss:"))} MiB RSS, {processes.Sum(one => Memory(one, "Pss:"))} MiB PSS, "
            + $"{hour.TotalSeconds:0} s CPU an hour ({string.Join(", ", used.Select(cpu => $"{cpu.TotalSeconds:0.00}"))} s in "
            + $"{Watched.TotalSeconds:0} s); {Guests} guests, {Processes} processes; {Machine.Load()}"));
    }

    private static TimeSpan Cpu(Process process)
    {
        process.Refresh();
        Assert.That(process.HasExited, Is.False, "a monitor has ended");
        return process.TotalProcessorTime;
    }

    private static long Memory(Process process, string kind) => long.Parse(
        File.ReadLines($"/proc/{process.Id}/smaps_rollup").Single(line => line.StartsWith(kind, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    private Process Start(string program, params string[] arguments)
    {
        var log = Path.Combine(folder.FullName, "log");
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$@\" >> \"$0\" 2>&1", log, program, .. arguments]);
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { } host)
            start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(host);
        var process = Process.Start(start)!;
        started.Add(process);
        return process;
    }

    private async Task<string> WriteConfAsync(ServedCloud cloud, string libvirt)
    {
        var list = Path.Combine(folder.FullName, "process_list.yaml");
        for (var number = 0; number < Processes; number++)
        {
            started.Add(Process.Start("sleep", $"{100_000 + number}"));
            await File.AppendAllTextAsync(list, $"""
                - process_name: sleep {100_000 + number}
                  start_command: /bin/true
                  pre_start_command:
                  post_start_command:
                  restart_command: /bin/true
                  pre_restart_command:
                  post_restart_command:
                  run_as_root: False

                """);
        }

        var conf = Path.Combine(folder.FullName, "masakarimonitors.conf");
        await File.WriteAllTextAsync(conf, $"""
            [DEFAULT]
            hostname = compute-1
            tempdir = {folder.FullName}
            [api]
            auth_type = password
            auth_url = {cloud.Stage.Keystone}
            username = admin
            password = {cloud.Stage.Password}
            project_name = admin
            user_domain_name = Default
            project_domain_name = Default
            region = {cloud.Stage.Region}
            [libvirt]
            connection_uri = {libvirt}
            [process]
            process_list_path = {list}
            [monitors]
            spool_dir = {folder.FullName}/spool
            """);
        return conf;
    }
}
