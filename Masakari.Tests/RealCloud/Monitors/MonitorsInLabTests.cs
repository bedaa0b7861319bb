using System.Text.Json;
using System.Text.RegularExpressions;
using Masakari.Tests.Monitoring.Libvirt;
using Masakari.Tests.RealCloud.Clients;
using Masakari.Tests.RealHost;

namespace Masakari.Tests.RealCloud.Monitors;

/// <summary>
/// Monitors on "hosts" of the lab. A server of Nova on compute1 has a guest with its uuid in a real libvirt, and the nova-compute of
/// compute2 is a process of a process list. Both die; the reports go through the real Keystone and its catalogue.
/// </summary>
[Category("RealCloud"), NonParallelizable]
internal sealed class MonitorsInLabTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private OpenStackShell shell = null!;
    private LibvirtDaemon libvirt = null!;

    [SetUp]
    public async Task BeginAsync()
    {
        LibvirtMachine.NeedDaemon();
        await TheLab.Lab.ResetAsync();
        (shell, libvirt) = (new OpenStackShell(), await LibvirtDaemon.StartAsync());
    }

    [TearDown]
    public async Task EndAsync()
    {
        if (shell is null) return;
        await shell.DisposeAsync();
        await libvirt.DisposeAsync();
    }

    [Test]
    public async Task Ours_report_to_our_service()
    {
        await using var service = await ServiceInLab.StartAsync();
        await RegisterAsync();

        await using var instances = await MonitorProcess.StartOursAsync("instance", Conf("compute1", libvirt.Uri));
        await KillGuestAsync(instances, accepted: "Instance report about host compute1 accepted by Masakari");
        await AssertEndAsync("VM", "STOPPED_FAILED");

        await using var processes = await MonitorProcess.StartOursAsync("process", await ConfOfProcessesAsync("compute2"));
        await TheLab.Lab.KillAsync("compute2");
        await processes.UntilSaysAsync("Process report about host compute2 accepted by Masakari");
        await AssertEndAsync("PROCESS", "nova-compute");
        var host = await shell.JsonAsync("segment host show watched compute2");
        Assert.That(host.GetProperty("on_maintenance").GetBoolean(), Is.True);
    }

    [Test, Explicit("Takes two minutes: Nova answers a minute late when a host that has just died is disabled."), Category("Long")]
    public async Task Ours_report_to_the_python_original()
    {
        await TheLab.Lab.ReferenceAsync("up", "--fresh");
        try
        {
            await RegisterAsync();

            await using var instances = await MonitorProcess.StartOursAsync("instance", Conf("compute1", libvirt.Uri));
            await KillGuestAsync(instances, accepted: "Instance report about host compute1 accepted by Masakari");
            await AssertEndAsync("VM", "STOPPED_FAILED");

            await using var processes = await MonitorProcess.StartOursAsync("process", await ConfOfProcessesAsync("compute2"));
            await TheLab.Lab.KillAsync("compute2");
            await processes.UntilSaysAsync("Process report about host compute2 accepted by Masakari");
            await AssertEndAsync("PROCESS", "nova-compute");
        }
        finally
        {
            await TheLab.Lab.ReferenceAsync("down");
        }
    }

    [Test]
    public async Task The_instance_monitor_of_the_python_original_reports_to_our_service()
    {
        Python.Require("masakarimonitors", "python3-masakari-monitors");
        await using var service = await ServiceInLab.StartAsync();
        await RegisterAsync();

        await using var instances = await MonitorProcess.StartPythonAsync("instancemonitor", Conf("compute1", libvirt.Uri));
        await KillGuestAsync(instances, accepted: "Response:");
        await AssertEndAsync("VM", "STOPPED_FAILED");
    }

    [Test]
    public async Task Ours_log_in_with_an_application_credential()
    {
        await using var service = await ServiceInLab.StartAsync();
        await RegisterAsync();
        var credential = await shell.JsonAsync($"application credential create monitor-{Guid.NewGuid()}");
        var account = Conf("compute1", libvirt.Uri)
            .Replace("auth_type = password", "auth_type = v3applicationcredential", StringComparison.Ordinal)
            .Replace(
                "\nusername = ", $"\napplication_credential_id = {credential.GetProperty("id")}\nuser_before = ", StringComparison.Ordinal)
            .Replace(
                "\npassword = ", $"\napplication_credential_secret = {credential.GetProperty("secret")}\npassword_before = ",
                StringComparison.Ordinal);

        await using var instances = await MonitorProcess.StartOursAsync("instance", account);
        await KillGuestAsync(instances, accepted: "Instance report about host compute1 accepted by Masakari");

        await shell.DeleteAsync($"application credential delete {credential.GetProperty("id")}");
    }

    private async Task RegisterAsync()
    {
        await shell.JsonAsync("segment create watched auto COMPUTE");
        foreach (var host in new[] { "compute1", "compute2", "compute3" })
            await shell.JsonAsync($"segment host create {host} COMPUTE SSH watched");
    }

    /// <summary>The guest of a server of compute1 is killed, and the report accepted.</summary>
    private async Task KillGuestAsync(MonitorProcess monitor, string accepted)
    {
        var server = (await TheLab.Lab.BootAsync("compute1", 1, "HA_Enabled=True")).Single();
        await libvirt.StartGuestAsync(server);
        await MonitoredDaemon.PassAsync();
        libvirt.KillGuest(server);
        await monitor.UntilSaysAsync(accepted);
    }

    private async Task AssertEndAsync(string type, string payload)
    {
        var reported = await Poll.UntilAsync(
            $"{type} notification that is dealt with", () => FirstAsync(type),
            one => one.ValueKind == JsonValueKind.Object && one.GetProperty("status").GetString() is "finished" or "failed" or "ignored",
            TimeSpan.FromMilliseconds(500), Limit);

        Assert.That(reported.GetProperty("payload").GetRawText(), Does.Contain(payload));
        Assert.That(reported.GetProperty("status").GetString(), Is.EqualTo("finished"));
        Assert.That((await shell.JsonAsync($"notification list --filters type={type}")).GetArrayLength(), Is.EqualTo(1), "once");
    }

    private async Task<JsonElement> FirstAsync(string type) =>
        (await shell.JsonAsync($"notification list --filters type={type}")).EnumerateArray().FirstOrDefault();

    /// <summary>The nova-compute of a host of the lab; nothing brings it back.</summary>
    private async Task<string> ConfOfProcessesAsync(string host)
    {
        var folder = Directory.CreateTempSubdirectory("masakari-list-").FullName;
        var pid = Pid(host).Match(await TheLab.Lab.StatusAsync()).Groups["pid"].Value;
        await File.WriteAllTextAsync(Path.Combine(folder, "pid"), pid);
        await File.WriteAllTextAsync(Path.Combine(folder, "list.yaml"), $"""
            - process_name: nova-compute
              pid_file: {folder}/pid
              restart_command: /bin/false
            """);
        return Conf(host, "test:///default") + $"""

            [process]
            check_interval = 1
            restart_retries = 0
            restart_interval = 0
            process_list_path = {folder}/list.yaml
            """;
    }

    private static string Conf(string host, string libvirt) => $"""
        [DEFAULT]
        hostname = {host}
        {LabConf.MonitorAccount(TheLab.Lab)}
        [libvirt]
        connection_uri = {libvirt}
        """;

    private static Regex Pid(string host) => new($@"(?m)^\S*{host} +(?<pid>\d+) +running");
}
