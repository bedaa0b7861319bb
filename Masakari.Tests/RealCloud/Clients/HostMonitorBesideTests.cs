using System.Diagnostics;
using System.Text.RegularExpressions;
using Masakari.Tests.RealHost;

namespace Masakari.Tests.RealCloud.Clients;

/// <summary>The real masakari-hostmonitor (Debian: python3-masakari-monitors) and ours, on the same cluster.</summary>
internal sealed partial class HostMonitorBesideTests : ClientInLab
{
    private const string Online = """in_ccm="true" crmd="online" join="member" expected="member" """;
    private const string Lost = """in_ccm="false" crmd="offline" join="member" expected="member" """;
    private const string Left = """in_ccm="false" crmd="offline" join="down" expected="down" """;

    private readonly string folder = Directory.CreateTempSubdirectory("masakari-monitor-").FullName;
    private Process? monitor;

    private string LogFile => Path.Combine(folder, "monitor.log");

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
    public async Task Both_report_the_same_failures_and_only_the_original_a_clean_stop()
    {
        Python.Require("masakarimonitors", "python3-masakari-monitors");
        PacemakerMachine.NeedTools();
        await Shell.JsonAsync("segment create clustered auto COMPUTE");
        foreach (var host in new[] { "compute2", "compute3", "compute4" })
            await Shell.JsonAsync($"segment host create {host} COMPUTE SSH clustered");
        using var cluster = new PacemakerFile()
            .Member(12, Online, "compute2").Member(13, Online, "compute3").Member(14, Online, "compute4");
        cluster.Tool("tcpdump", "echo a packet");
        await using var ours = new HostMonitorProcess("compute1", cluster.Folder);
        await StartOriginalAsync(cluster.Folder);
        await ours.UntilAsync("Host compute4 is online in the cluster");
        await OriginalUntilAsync("'compute4' is 'online'");

        cluster.Member(12, Lost, "compute2");
        await BothAsync(ours, "compute2", "STOPPED");
        cluster.Member(13, Lost, "compute3");
        await BothAsync(ours, "compute3", "STOPPED");
        cluster.Member(12, Online, "compute2");
        await BothAsync(ours, "compute2", "STARTED");
        cluster.Member(14, Left, "compute4");
        await OriginalUntilAsync("'hostname': 'compute4'");
        await ours.UntilAsync("Host compute4 is away in order");

        var theirs = Sent().Matches(await File.ReadAllTextAsync(LogFile))
            .Select(sent => $"{sent.Groups["host"]} {sent.Groups["event"]}").ToList();
        Assert.That(theirs, Is.EqualTo(["compute2 STOPPED", "compute3 STOPPED", "compute2 STARTED", "compute4 STOPPED"]));
        var made = Made().Matches(ours.Log).Select(one => $"{one.Groups["host"]} {one.Groups["event"]}").ToList();
        Assert.That(made, Is.EqualTo(["compute2 STOPPED", "compute3 STOPPED", "compute2 STARTED"]));
    }

    private async Task BothAsync(HostMonitorProcess ours, string host, string what)
    {
        await ours.UntilAsync($"report about host {host}: {{\"event\":\"{what}\"");
        await Poll.UntilAsync(
            $"{host} {what} of the original", () => File.ReadAllTextAsync(LogFile),
            log => Sent().Matches(log).Any(sent => sent.Groups["host"].Value == host && sent.Groups["event"].Value == what),
            TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
    }

    private Task OriginalUntilAsync(string text) => Poll.UntilAsync(
        $"'{text}' in the log of the original", () => File.ReadAllTextAsync(LogFile), log => log.Contains(text, StringComparison.Ordinal),
        TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));

    private async Task StartOriginalAsync(string tools)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "monitor.conf"), $"""
            {LabConf.MonitorAccount(TheLab.Lab)}
            [host]
            monitoring_interval = 1
            pacemaker_node_type = cluster
            disable_ipmi_check = true
            api_retry_max = 1
            api_retry_interval = 1
            corosync_multicast_interfaces = lo
            corosync_multicast_ports = 5405
            """);
        string[] command =
        [
            Python.Program, "-W", "ignore", Python.Script("host_monitor.py"), "compute1",
            "--config-file", Path.Combine(folder, "monitor.conf"),
        ];
        monitor = Process.Start("sh", [
            "-c", "PATH=$1:/usr/sbin:/usr/bin:/sbin:/bin; export PATH; shift; exec timeout 240 \"$@\" > \"$0\" 2>&1",
            LogFile, tools, .. command]);
    }

    [GeneratedRegex("Send a notification. .*'hostname': '(?<host>[^']+)'.*'event': '(?<event>[^']+)'")]
    private static partial Regex Sent();

    [GeneratedRegex("Host report about host (?<host>\\S+): .\"event\":\"(?<event>[A-Z]+)\"")]
    private static partial Regex Made();
}
