using System.Diagnostics;
using System.Net;
using Masakari.Tests.RealCloud;

namespace Masakari.Tests.Benchmarks;

/// <summary>The service as users install it (<c>./build.sh publish</c>), one process from its start until it is killed.</summary>
internal sealed class PublishedService : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Process process;

    private PublishedService(Process process) => this.process = process;

    /// <summary>The published program.</summary>
    /// <exception cref="InvalidOperationException">Nothing was published.</exception>
    public static string Program
    {
        get
        {
            for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
            {
                var program = Path.Combine(folder.FullName, "artifacts", "publish", OperatingSystem.IsWindows() ? "masakari.exe" : "masakari");
                if (File.Exists(program)) return program;
            }
            throw new InvalidOperationException("The service is not published: run ./build.sh publish first.");
        }
    }

    /// <summary>Runs one command of the program to its end.</summary>
    public static Task<string> RunAsync(params string[] words) => Tool.RunAsync(Program, words, Runtime, "", Limit);

    /// <summary>Starts <c>run</c> and returns as soon as the operating system has started the process.</summary>
    public static PublishedService Start(string confFile)
    {
        var start = new ProcessStartInfo(Program, ["run", "--config-file", confFile]) { RedirectStandardError = true };
        foreach (var (name, value) in Runtime)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };   // an unread pipe would stop the service when it is full
        process.BeginErrorReadLine();
        return new PublishedService(process);
    }

    /// <summary>Sends the request every 2 ms until the answer is 200.</summary>
    public async Task UntilReadyAsync(HttpClient http, string path)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await StatusAsync(http, path) != HttpStatusCode.OK)
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(began) > Limit)
                throw new InvalidOperationException($"The service does not answer 200 to GET {path}.");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>The processor time and the memory that the process has used.</summary>
    public (TimeSpan Cpu, long MiB) Usage()
    {
        process.Refresh();
        return (process.TotalProcessorTime, process.WorkingSet64 >> 20);
    }

    /// <summary>The highest memory use so far (VmHWM).</summary>
    public long PeakMiB()
    {
        process.Refresh();
        return process.PeakWorkingSet64 >> 20;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    // The program looks for the .NET runtime in its standard folder; a test machine may have the runtime elsewhere.
    public static Dictionary<string, string> Runtime =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { } host ? new() { ["DOTNET_ROOT"] = Path.GetDirectoryName(host)! } : [];

    private static async Task<HttpStatusCode?> StatusAsync(HttpClient http, string path)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
