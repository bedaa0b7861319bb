using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Masakari.Tests.Benchmarks;

/// <summary>A simulated cloud as a process of its own: see <see cref="CloudProgram"/>.</summary>
internal sealed class CloudProcess : IAsyncDisposable
{
    private readonly Process process;

    private CloudProcess(Process process, Uri url) => (this.process, Url) = (process, url);

    public Uri Url { get; }

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static async Task<CloudProcess> StartAsync(BenchmarkCloud setting)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [
            typeof(CloudProgram).Assembly.Location,
            setting.Dead.ToString(CultureInfo.InvariantCulture), setting.Instances.ToString(CultureInfo.InvariantCulture),
            setting.Guests.ToString(CultureInfo.InvariantCulture),
        ])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        return new CloudProcess(process, new Uri(await ReadAsync(process)));
    }

    /// <summary>The hosts die, and Nova shows them forced down.</summary>
    public Task KillAsync() => AskAsync(CloudProgram.Kill);

    /// <summary>The guests crash.</summary>
    public Task CrashAsync() => AskAsync(CloudProgram.Crash);

    public async Task<CloudReport> ReportAsync() => JsonSerializer.Deserialize<CloudReport>(await AskAsync(CloudProgram.Report))!;

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<string> AskAsync(string order)
    {
        await process.StandardInput.WriteLineAsync(order);
        await process.StandardInput.FlushAsync();
        return await ReadAsync(process);
    }

    private static async Task<string> ReadAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync()
        ?? throw new InvalidOperationException("The process of the simulated cloud has ended.");
}
