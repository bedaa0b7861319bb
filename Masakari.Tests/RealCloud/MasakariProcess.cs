using System.Diagnostics;

namespace Masakari.Tests.RealCloud;

/// <summary>The built service as a process of its own, which can be killed at any moment and started again.</summary>
internal sealed class MasakariProcess : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100), Limit = TimeSpan.FromMinutes(1);

    private readonly string folder = Directory.CreateTempSubdirectory("masakari-lab-").FullName;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri root;
    private Process? process;

    private MasakariProcess(Uri root) => this.root = root;

    /// <summary>All that its lives wrote.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => Path.Combine(folder, "masakari.log");

    private string ConfFile => Path.Combine(folder, "masakari.conf");

    /// <summary>Prepares the database and starts the service on it.</summary>
    public static async Task<MasakariProcess> StartAsync(string conf, Uri root)
    {
        var masakari = new MasakariProcess(root);
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
        process = Process.Start("sh", ["-c", "exec \"$@\" >> \"$0\" 2>&1", LogFile, Dotnet, Binary, "run", "--config-file", ConfFile]);
        await Poll.UntilAsync($"answer from {root}", AnswersOrEndedAsync, answers => answers, Interval, Limit);
    }

    /// <summary>The most memory that the present life ever held (VmHWM).</summary>
    public long PeakMemoryMiB() =>
        long.Parse(File.ReadLines($"/proc/{process!.Id}/status").Single(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture) / 1024;

    /// <summary>Runs <c>masakari manage …</c> with the same configuration; what it printed.</summary>
    public Task<string> ManageAsync(params string[] words) =>
        Tool.RunAsync(Dotnet, [Binary, "manage", "--config-file", ConfFile, .. words], new Dictionary<string, string>(), "", Limit);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as systemd would.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await Tool.RunAsync("kill", ["-TERM", $"{process!.Id}"], new Dictionary<string, string>(), "", Limit);
        using var limit = new CancellationTokenSource(Limit);
        await process.WaitForExitAsync(limit.Token);
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
