using System.Diagnostics;
using System.Text.Json;

namespace Masakari.Tests.RealCloud.Clients;

/// <summary>The real masakari-processmonitor (Debian: python3-masakari-monitors) beside the service.</summary>
internal sealed class ProcessMonitorTests : ClientInLab
{
    private const string Host = "compute4";
    private readonly string folder = Directory.CreateTempSubdirectory("masakari-monitor-").FullName;
    private Process? monitor;

    [TearDown]
    public async Task EndMonitorAsync()
    {
        if (monitor is not null)
        {
            monitor.Kill(entireProcessTree: true);
            await monitor.WaitForExitAsync();
            monitor.Dispose();
        }
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task Reports_a_process_that_cannot_be_started_again()
    {
        Python.Require("masakarimonitors", "python3-masakari-monitors");
        await Shell.JsonAsync("segment create watched auto COMPUTE");
        var host = await Shell.JsonAsync($"segment host create {Host} COMPUTE SSH watched");

        await StartMonitorAsync();
        var reported = await Poll.UntilAsync("notification that is dealt with", FirstAsync, IsOver, TimeSpan.FromMilliseconds(200), TimeSpan.FromMinutes(2));
        var log = await LogAsync("Response:");

        Assert.That((Text(reported, "type"), Text(reported, "source_host_uuid")), Is.EqualTo(("PROCESS", Text(host, "uuid"))));
        Assert.That(reported.GetProperty("payload").GetRawText(), Does.Contain("\"no-such-daemon\"").And.Contain("\"STOPPED\""));
        Assert.That(log, Does.Contain(Text(reported, "notification_uuid")).And.Not.Contain("Retry sending"));
        Assert.That((await Shell.JsonAsync("notification list --filters type=PROCESS")).GetArrayLength(), Is.EqualTo(1), "It is told once.");
        Assert.That(Text(reported, "status"), Is.EqualTo("finished"), "there is nothing to do for such a process");
    }

    private static bool IsOver(JsonElement notification) =>
        notification.ValueKind == JsonValueKind.Object && Text(notification, "status") is "finished" or "failed" or "ignored";

    private async Task<JsonElement> FirstAsync() => (await Shell.JsonAsync("notification list --filters type=PROCESS")).EnumerateArray().FirstOrDefault();

    private Task<string> LogAsync(string until) => Poll.UntilAsync(
        until, () => File.ReadAllTextAsync(Path.Combine(folder, "monitor.log")), log => log.Contains(until, StringComparison.Ordinal),
        TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));

    private async Task StartMonitorAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "monitor.conf"), Conf());
        await File.WriteAllTextAsync(Path.Combine(folder, "processes.yaml"), """
            - process_name: /usr/sbin/no-such-daemon
              start_command: /bin/true
              pre_start_command:
              post_start_command:
              restart_command: /bin/false
              pre_restart_command:
              post_restart_command:
              run_as_root: False

            """);
        string[] command = [Python.Program, "-W", "ignore", Python.Script("process_monitor.py"), Host, "--config-file", Path.Combine(folder, "monitor.conf")];
        monitor = Process.Start("sh", ["-c", "exec timeout 180 \"$@\" > \"$0\" 2>&1", Path.Combine(folder, "monitor.log"), .. command]);
    }

    private string Conf() => $"""
        {LabConf.MonitorAccount(TheLab.Lab)}

        [process]
        check_interval = 1
        restart_retries = 0
        restart_interval = 0
        process_list_path = {Path.Combine(folder, "processes.yaml")}
        """;
}
