using Masakari.Core.Monitoring.Processes;
using Masakari.Core.Monitoring.Reports;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Monitoring.Processes;

/// <summary>The process monitor under a fake clock, with commands and a /proc of the test.</summary>
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ProcessMonitorTests : IReports, IDisposable
{
    private const string Nova = "/usr/bin/python3 /usr/bin/nova-compute";
    private const string Libvirt = "/usr/sbin/libvirtd";

    private const string List = """
        - process_name: nova-compute
          pre_start_command: /bin/pre-start
          start_command: /bin/start
          post_start_command: /bin/post-start
          pre_restart_command: /bin/pre-restart
          restart_command: /bin/restart nova
          post_restart_command: /bin/post-restart
        - process_name: /usr/sbin/libvirtd
          restart_command: /bin/restart libvirt
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-monitor-");
    private readonly FakeClock clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeLogCollector log = new();
    private readonly FakeProc proc = new();
    private readonly ScriptedCommands commands;
    private readonly List<MonitorReport> reports = [];
    private readonly CancellationTokenSource stop = new();
    private ProcessMonitor monitor = null!;

    public ProcessMonitorTests() => commands = new(clock);

    private string ListPath => Path.Combine(folder.FullName, "process_list.yaml");

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
        proc.Dispose();
        folder.Delete(recursive: true);
    }

    Task IReports.AddAsync(MonitorReport report, CancellationToken ct)
    {
        reports.Add(report);
        return Task.CompletedTask;
    }

    [Test]
    public async Task Starts_what_does_not_run_in_its_order()
    {
        proc.Start(Libvirt);
        commands.On("start", () => proc.Start(Nova) * 0);

        await RunAsync(seconds: 20);

        Assert.That(commands.Ran, Is.EqualTo(["pre-start", "start", "post-start"]));
        Assert.That(reports, Is.Empty);
    }

    [Test]
    public async Task Does_not_start_what_a_failed_command_stands_before()
    {
        proc.Start(Libvirt);
        commands.On("pre-start", () => 1);
        commands.On("restart nova", () => proc.Start(Nova) * 0);

        await RunAsync(seconds: 20);

        Assert.That(commands.Ran, Is.EqualTo(["pre-start", "pre-restart", "restart nova", "post-restart"]));
    }

    [Test]
    public async Task Restarts_one_that_ended_and_reports_nothing_when_that_works()
    {
        Both();
        commands.On("restart nova", () => proc.Start(Nova) * 0);
        await RunAsync(seconds: 11);
        Assert.That(commands.Ran, Is.Empty);

        proc.End(Nova);
        await clock.RunAsync(TimeSpan.FromSeconds(60));

        Assert.That(commands.Ran, Is.EqualTo(["pre-restart", "restart nova", "post-restart"]));
        Assert.That(reports, Is.Empty);
        Assert.That(log.Lines, Has.One.StartWith("7201 nova-compute runs again"));
    }

    [Test]
    public async Task Reports_one_that_cannot_be_restarted_once()
    {
        Both();
        commands.On("restart nova", () => 1);
        await RunAsync(seconds: 11);

        proc.End(Nova);
        await clock.RunAsync(TimeSpan.FromMinutes(5));

        Assert.That(commands.Ran.Count(line => line == "restart nova"), Is.EqualTo(4), "one restart and three retries");
        Assert.That(commands.Ran, Has.None.EqualTo("post-restart"));
        Assert.That(reports.Select(report => (report.Type, report.HostName, report.Payload.ToJsonString())), Is.EqualTo(
            [(ReportType.Process, "c1", """{"event":"STOPPED","process_name":"nova-compute"}""")]));
        Assert.That(await monitor.HoldsAsync(reports[0], default), Is.True);
    }

    [Test]
    public async Task Reports_one_whose_restart_succeeds_without_effect()
    {
        Both();
        await RunAsync(seconds: 11);

        proc.End(Nova);
        await clock.RunAsync(TimeSpan.FromMinutes(5));

        Assert.That(commands.Ran.Count(line => line == "restart nova"), Is.EqualTo(4));
        Assert.That(reports, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Does_not_report_one_that_the_last_retry_has_restarted()
    {
        Both();
        var calls = 0;
        commands.On("restart nova", () => ++calls < 4 ? 1 : proc.Start(Nova) * 0);
        await RunAsync(seconds: 11);

        proc.End(Nova);
        await clock.RunAsync(TimeSpan.FromMinutes(5));

        Assert.That(reports, Is.Empty);
    }

    [Test]
    public async Task Without_retries_reports_only_a_failure()
    {
        Both();
        commands.On("restart nova", () => proc.Start(Nova) * 0);
        commands.On("restart libvirt", () => 1);
        await RunAsync(seconds: 11, retries: 0);

        proc.End(Nova);
        proc.End(Libvirt);
        await clock.RunAsync(TimeSpan.FromMinutes(5));

        Assert.That(reports.Select(Process), Is.EqualTo(["libvirtd"]));
    }

    [Test]
    public async Task One_that_stays_dead_hides_no_other()
    {
        Both();
        commands.On("restart", () => 1);
        await RunAsync(seconds: 11);

        proc.End(Libvirt);
        await clock.RunAsync(TimeSpan.FromMinutes(2));
        proc.End(Nova);
        await clock.RunAsync(TimeSpan.FromMinutes(2));
        proc.Start(Nova);
        await clock.RunAsync(TimeSpan.FromMinutes(1));
        Assert.That(await monitor.HoldsAsync(reports[1], default), Is.False, "it runs again");
        proc.End(Nova);
        await clock.RunAsync(TimeSpan.FromMinutes(2));

        Assert.That(reports.Select(Process), Is.EqualTo(["libvirtd", "nova-compute", "nova-compute"]));
    }

    [Test]
    public async Task A_bad_list_leaves_the_former_one_in_force_and_the_health_red()
    {
        Both();
        commands.On("restart nova", () => 1);
        await RunAsync(seconds: 11);

        await File.WriteAllTextAsync(ListPath, "- process_name: [");
        proc.End(Nova);
        await clock.RunAsync(TimeSpan.FromMinutes(1));

        Assert.That(reports, Has.Count.EqualTo(1));
        Assert.That(monitor.Health.Reason, Does.StartWith(ListPath));
        Assert.That(monitor.Health.BlindSince, Is.EqualTo(SinceNoon(11)).Within(TimeSpan.FromSeconds(5)));
        Assert.That(log.Lines, Has.One.StartWith("7303 "));
        await File.WriteAllTextAsync(ListPath, List);
        await clock.RunAsync(TimeSpan.FromSeconds(10));
        Assert.That(monitor.Health, Is.EqualTo(MonitorHealth.Sees));
    }

    [Test]
    public async Task Without_a_list_it_is_blind_and_begins_when_there_is_one()
    {
        await RunAsync(seconds: 11, list: null);
        Assert.That(monitor.Health.BlindSince, Is.EqualTo(SinceNoon(0)));

        Both();
        await File.WriteAllTextAsync(ListPath, List);
        await clock.RunAsync(TimeSpan.FromSeconds(10));

        Assert.That(monitor.Health, Is.EqualTo(MonitorHealth.Sees));
        Assert.That(log.Lines, Has.One.StartWith("7200 Watching 2 processes"));
    }

    [Test]
    public async Task Touches_nothing_while_the_processes_of_others_are_hidden()
    {
        Both();
        proc.Hide();

        await RunAsync(seconds: 30);

        Assert.That(commands.Ran, Is.Empty);
        Assert.That(monitor.Health.Reason, Does.Contain("hidepid"));
    }

    [Test]
    public async Task Asks_systemd_where_the_list_names_a_unit()
    {
        var state = 0;
        commands.On("systemctl is-active nova-compute.service", () => state);
        commands.On("restart nova", () => state = 0);
        var path = Path.Combine(folder.FullName, "systemctl");
        await File.WriteAllTextAsync(path, "");
        using var first = new FirstOnPath(folder.FullName);
        await RunAsync(seconds: 11, list: """
            - process_name: nova-compute
              systemd_unit: nova-compute.service
              restart_command: /bin/restart nova
            """);
        Assert.That(monitor.Health, Is.EqualTo(MonitorHealth.Sees));

        state = 1;
        await clock.RunAsync(TimeSpan.FromSeconds(10));
        Assert.That(monitor.Health.Reason, Is.EqualTo("systemctl is-active nova-compute.service: exit code 1"));
        Assert.That(commands.Ran, Has.None.StartWith("restart"));
        state = 3;
        await clock.RunAsync(TimeSpan.FromSeconds(10));

        Assert.That(commands.Ran, Has.One.EqualTo("restart nova"));
    }

    [Test]
    public async Task Looks_into_a_pid_file()
    {
        var pidFile = Path.Combine(folder.FullName, "agent.pid");
        await File.WriteAllTextAsync(pidFile, $"{proc.Start("agent --title changed")}\n");
        commands.On("restart agent", () => 1);
        await RunAsync(seconds: 11, retries: 0, list: $"""
            - process_name: nobody-has-this-name
              pid_file: {pidFile}
              restart_command: /bin/restart agent
            """);
        Assert.That(commands.Ran, Is.Empty);

        proc.End("agent --title changed");
        await clock.RunAsync(TimeSpan.FromSeconds(30));

        Assert.That(reports.Select(Process), Is.EqualTo(["nobody-has-this-name"]));
    }

    private static string Process(MonitorReport report) => $"{report.Payload["process_name"]}";

    private static DateTimeOffset SinceNoon(double seconds) => new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero).AddSeconds(seconds);

    private void Both()
    {
        proc.Start(Nova);
        proc.Start(Libvirt);
    }

    private async Task RunAsync(double seconds, int retries = 3, string? list = List)
    {
        if (list is not null) await File.WriteAllTextAsync(ListPath, list);
        var options = new ProcessOptions { ListPath = ListPath, RestartRetries = retries };
        monitor = new ProcessMonitor(
            new MonitoredHost("c1"), options, new ProcessList(options, new FakeLogger<ProcessList>(log)), proc.Folder,
            new ProcessCommands(commands, options), clock, new FakeLogger<ProcessMonitor>(log));
        _ = Task.Run(() => monitor.RunAsync(this, stop.Token));
        await clock.RunAsync(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>A folder of programs before all others.</summary>
    private sealed class FirstOnPath : IDisposable
    {
        private readonly string? before = Environment.GetEnvironmentVariable("PATH");

        public FirstOnPath(string folder) => Environment.SetEnvironmentVariable("PATH", $"{folder}:{before}");

        public void Dispose() => Environment.SetEnvironmentVariable("PATH", before);
    }
}
