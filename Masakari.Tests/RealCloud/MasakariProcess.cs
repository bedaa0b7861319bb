using System.Diagnostics;
using Masakari.Tests.Benchmarks;

namespace Masakari.Tests.RealCloud;

/// <summary>The built service as a separate process, which can be killed at any moment and started again.</summary>
internal sealed class MasakariProcess : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100), Limit = TimeSpan.FromMinutes(1);

    private readonly string folder = Directory.CreateTempSubdirectory("masakari-lab-").FullName;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri root;
    private readonly string? hostName;
    private readonly string[] arguments;
    private string[] environment = [];
    private string[] command = [Dotnet, Binary];
    private Process? process;

    private MasakariProcess(Uri root, string? hostName, string[] arguments) => (this.root, this.hostName, this.arguments) = (root, hostName, arguments);

    /// <summary>The URL of its API.</summary>
    public Uri Root => root;

    /// <summary>The output of all its processes.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => Path.Combine(folder, "masakari.log");

    private string ConfFile => Path.Combine(folder, "masakari.conf");

    /// <summary>Prepares the database and starts the service on it.</summary>
    /// <param name="conf">Its configuration.</param>
    /// <param name="root">The URL of its API.</param>
    /// <param name="hostName">The machine's name as the process sees it, where this can be set (root on Linux); null = the real
    /// one.</param>
    /// <param name="arguments">Further arguments for <c>run</c>.</param>
    public static Task<MasakariProcess> StartAsync(string conf, Uri root, string? hostName = null, params string[] arguments) =>
        StartInAsync([], conf, root, hostName, arguments);

    /// <summary>As <see cref="StartAsync(string, Uri, string?, string[])"/>, with additions to the service's environment.</summary>
    /// <param name="environment">Each as <c>NAME=VALUE</c>.</param>
    /// <param name="conf">Its configuration.</param>
    /// <param name="root">The URL of its API.</param>
    /// <param name="hostName">As there.</param>
    /// <param name="arguments">As there.</param>
    public static Task<MasakariProcess> StartInAsync(
        string[] environment, string conf, Uri root, string? hostName, params string[] arguments) =>
        new MasakariProcess(root, Environment.UserName == "root" ? hostName : null, arguments) { environment = environment }.StartWithAsync(conf);

    /// <summary>As <see cref="StartAsync(string, Uri, string?, string[])"/>, with the program as users install it (<c>./build.sh publish</c>).</summary>
    public static Task<MasakariProcess> StartPublishedAsync(string conf, Uri root) => new MasakariProcess(root, hostName: null, [])
    {
        environment = [.. PublishedService.Runtime.Select(variable => $"{variable.Key}={variable.Value}")],
        command = [PublishedService.Program],
    }.StartWithAsync(conf);

    /// <summary>Starts the service (again) and waits until it answers.</summary>
    public async Task StartAsync()
    {
        if (await AnswersAsync())
            throw new InvalidOperationException($"Something else listens on {root}.");
        // exec replaces the shell: the pid is the service's, and its output goes straight to the file.
        var (program, prefix) = hostName is null ? ("sh", Array.Empty<string>()) : ("unshare", ["--uts", "sh"]);
        var rename = hostName is null ? "" : $"hostname {hostName}; ";
        process = Process.Start(
            program,
            [
                .. prefix, "-c", $"{rename}exec \"$@\" >> \"$0\" 2>&1", LogFile, "env", .. environment,
                .. command, "run", "--config-file", ConfFile, .. arguments,
            ]);
        await Poll.UntilAsync($"answer from {root}", AnswersOrEndedAsync, answers => answers, Interval, Limit);
    }

    /// <summary>The peak memory of the present process (VmHWM).</summary>
    public long PeakMemoryMiB() =>
        long.Parse(File.ReadLines($"/proc/{process!.Id}/status").Single(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture) / 1024;

    /// <summary>The processor time that the present process has used.</summary>
    public TimeSpan CpuTime()
    {
        process!.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>Kills the process (kill -9).</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Freezes the process (SIGSTOP).</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Resumes the process (SIGCONT).</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>Runs <c>masakari manage …</c> with the same configuration; returns the output.</summary>
    public Task<string> ManageAsync(params string[] words) =>
        Tool.RunAsync(Dotnet, [Binary, "manage", "--config-file", ConfFile, .. words], new Dictionary<string, string>(), "", Limit);

    /// <summary>Ends the process with SIGTERM, as systemd does.</summary>
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

    private async Task<MasakariProcess> StartWithAsync(string conf)
    {
        await File.WriteAllTextAsync(ConfFile, conf);
        try
        {
            await ManageAsync("db", "sync");
            await StartAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
        return this;
    }

    private Task SignalAsync(string signal) => Tool.RunAsync("kill", [$"-{signal}", $"{process!.Id}"], new Dictionary<string, string>(), "", Limit);

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The build copies the service beside the tests.</summary>
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
