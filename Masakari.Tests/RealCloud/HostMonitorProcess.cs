using System.Diagnostics;

namespace Masakari.Tests.RealCloud;

/// <summary><c>masakari monitor host</c> as a process, on a compute host of the lab, with the tools of a cluster of the test.</summary>
internal sealed class HostMonitorProcess : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("masakari-hm-").FullName;
    private readonly Process process;

    /// <param name="host">The host that it runs on.</param>
    /// <param name="tools">The folder of the cluster's tools.</param>
    public HostMonitorProcess(string host, string tools)
    {
        var conf = Path.Combine(folder, "masakarimonitors.conf");
        File.WriteAllText(conf, $"""
            [DEFAULT]
            hostname = {host}
            {LabConf.MonitorAccount(TheLab.Lab)}
            [host]
            monitoring_interval = 1
            disable_ipmi_check = true
            [monitors]
            spool_dir = {folder}/spool
            """);
        process = Process.Start("sh", [
            "-c", "exec \"$@\" >\"$0\" 2>&1", LogFile, "env", $"PATH={tools}:/usr/sbin:/usr/bin:/sbin:/bin",
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            Path.Combine(TestContext.CurrentContext.TestDirectory, "masakari.dll"), "monitor", "host", "--config-file", conf]);
    }

    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => Path.Combine(folder, "monitor.log");

    /// <summary>Waits for a text in the log.</summary>
    public Task<string> UntilAsync(string text) => Poll.UntilAsync(
        $"'{text}' in the log of the monitor", () => Task.FromResult(Log), log => log.Contains(text, StringComparison.Ordinal),
        TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2));

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        await TestContext.Out.WriteLineAsync(Log);
        Directory.Delete(folder, recursive: true);
    }
}
