using System.Diagnostics;

namespace Masakari.Tests.RealCloud;

/// <summary>The built service as a process of its own, which can be killed at any moment and started again.</summary>
internal sealed class MasakariProcess : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100), Limit = TimeSpan.FromMinutes(1);

    private readonly string folder = Directory.CreateTempSubdirectory("masakari-lab-").FullName;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri root;
    private readonly string? hostName;
    private readonly string[] arguments;
    private Process? process;

    private MasakariProcess(Uri root, string? hostName, string[] arguments) => (this.root, this.hostName, this.arguments) = (root, hostName, arguments);

    /// <summary>Where its API listens.</summary>
    public Uri Root => root;

    /// <summary>All that its lives wrote.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => Path.Combine(folder, "masakari.log");

    private string ConfFile => Path.Combine(folder, "masakari.conf");

    /// <summary>Prepares the database and starts the service on it.</summary>
    /// <param name="conf">Its configuration.</param>
    /// <param name="root">Where its API listens.</param>
    /// <param name="hostName">Of the machine it believes to be on, where that can be done (root on Linux); null = this one.</param>
    /// <param name="arguments">Further ones for <c>run</c>.</param>
    public static async Task<MasakariProcess> StartAsync(string conf, Uri root, string? hostName = null, params string[] arguments)
    {
        var masakari = new MasakariProcess(root, Environment.UserName == "root" ? hostName : null, arguments);
        await File.WriteAllTextAsync(masakari.ConfFile, conf);
        try
        {
            await masakari.ManageAsync("db", "sync");
            await masakari.StartAsync();
        }
        catch
        {
            await masakari.DisposeAsync();
            throw;
        }
        return masakari;
    }

    /// <summary>Starts it (again) and waits until it answers.</summary>
    public async Task StartAsync()
    {
        if (await AnswersAsync())
            throw new InvalidOperationException($"Something else listens on {root}.");
        // The shell gives its place to the service: the pid is the service's, its output goes straight to the file.
        var (program, prefix) = hostName is null ? ("sh", Array.Empty<string>()) : ("unshare", ["--uts", "sh"]);
        var rename = hostName is null ? "" : $"hostname {hostName}; ";
        process = Process.Start(
            program, [.. prefix, "-c", $"{rename}exec \"$@\" >> \"$0\" 2>&1", LogFile, Dotnet, Binary, "run", "--config-file", ConfFile, .. arguments]);
        await Poll.UntilAsync($"answer from {root}", AnswersOrEndedAsync, answers => answers, Interval, Limit);
    }

    /// <summary>The most memory that the present life ever held (VmHWM).</summary>
    public long PeakMemoryMiB() =>
        long.Parse(File.ReadLines($"/proc/{process!.Id}/status").Single(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture) / 1024;

    /// <summary>The processor time that the present life has used.</summary>
    public TimeSpan CpuTime()
    {
        process!.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Freezes it: SIGSTOP.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on: SIGCONT.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary><c>masakari manage …</c> with its configuration; what it printed.</summary>
    public Task<string> ManageAsync(params string[] words) =>
        Tool.RunAsync(Dotnet, [Binary, "manage", "--config-file", ConfFile, .. words], new Dictionary<string, string>(), "", Limit);

    /// <summary>Asks it to end, as systemd would.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        using var limit = new CancellationTokenSource(Limit);
        await process!.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
            await KillAsync();
        process?.Dispose();
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Task SignalAsync(string signal) => Tool.RunAsync("kill", [$"-{signal}", $"{process!.Id}"], new Dictionary<string, string>(), "", Limit);

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The build puts the service beside its tests.</summary>
    private static string Binary => Path.Combine(TestContext.CurrentContext.TestDirectory, "masakari.dll");

    private Task<bool> AnswersOrEndedAsync() =>
        process!.HasExited ? throw new InvalidOperationException($"The service ended with {process.ExitCode}:\n{Log}") : AnswersAsync();

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await http.GetAsync(root);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
