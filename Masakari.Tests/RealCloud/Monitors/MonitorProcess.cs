using System.Diagnostics;
using System.Text.RegularExpressions;
using NUnit.Framework.Interfaces;

namespace Masakari.Tests.RealCloud.Monitors;

/// <summary>A program that watches a compute host and reports to Masakari: ours or the Python original's.</summary>
internal sealed class MonitorProcess : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100), Limit = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-monitor-");
    private Process? process;

    private MonitorProcess()
    {
    }

    /// <summary>What it has written.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => Path.Combine(folder.FullName, "monitor.log");

    /// <summary><c>masakari monitor</c>; waits until the host is found registered.</summary>
    /// <param name="monitor">Which one.</param>
    /// <param name="conf">masakarimonitors.conf, in which FOLDER stands for a folder of this process.</param>
    public static async Task<MonitorProcess> StartOursAsync(string monitor, string conf)
    {
        var started = new MonitorProcess();
        var binary = Path.Combine(TestContext.CurrentContext.TestDirectory, "masakari.dll");
        await started.StartAsync(
            [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", binary, "monitor", monitor], $"{conf}\n{OwnOptions}");
        await started.UntilSaysAsync("is registered in Masakari");
        return started;
    }

    /// <summary>A monitor of Debian's python3-masakari-monitors.</summary>
    /// <param name="module">Such as instancemonitor.</param>
    /// <param name="conf">As above.</param>
    public static async Task<MonitorProcess> StartPythonAsync(string module, string conf)
    {
        var started = new MonitorProcess();
        await started.StartAsync(
            ["/usr/bin/python3", "-W", "ignore", "-c", $"from masakarimonitors.cmd.{module} import main; main()"], conf);
        return started;
    }

    public Task UntilSaysAsync(string pattern) => Poll.UntilAsync(
        pattern, () => Task.FromResult(Log), log => Regex.IsMatch(log, pattern) || Ended(pattern), Interval, Limit);

    public async ValueTask DisposeAsync()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed) await TestContext.Out.WriteLineAsync(Log);
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private static string OwnOptions => """
        [monitors]
        spool_dir = FOLDER/spool
        """;

    private async Task StartAsync(string[] command, string conf)
    {
        var file = Path.Combine(folder.FullName, "masakarimonitors.conf");
        await File.WriteAllTextAsync(file, conf.Replace("FOLDER", folder.FullName, StringComparison.Ordinal));
        process = Process.Start("sh", ["-c", "exec \"$@\" > \"$0\" 2>&1", LogFile, .. command, "--config-file", file]);
    }

    private bool Ended(string pattern) =>
        process!.HasExited ? throw new InvalidOperationException($"The monitor ended before '{pattern}':\n{Log}") : false;
}
