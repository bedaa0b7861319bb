using System.Diagnostics;
using System.Text;
using Masakari.Tests.Configuration;

namespace Masakari.Tests.Lifetime;

/// <summary><c>masakari run --role engine</c> as a process of its own, on SQLite.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="folder">Where its files are.</param>
    /// <param name="notifySocket">Where systemd would listen; null = the service is not under systemd.</param>
    /// <param name="moreOptions">Lines for [DEFAULT].</param>
    public ServiceProcess(string folder, string? notifySocket, string moreOptions = "")
    {
        var conf = Path.Combine(folder, "masakari.conf");
        File.WriteAllText(conf, LocalConf.In(folder, moreOptions));
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var service = Path.Combine(TestContext.CurrentContext.TestDirectory, "masakari.dll");
        // A test run in the background ignores SIGINT, and its children would inherit that.
        var start = new ProcessStartInfo(
            "env", ["--default-signal=INT", dotnet, service, "run", "--role", "engine", "--config-file", conf])
        {
            RedirectStandardError = true,
        };
        start.Environment.Remove("NOTIFY_SOCKET");
        if (notifySocket is not null)
            start.Environment["NOTIFY_SOCKET"] = notifySocket;
        process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Start();
        process.BeginErrorReadLine();
    }

    /// <summary>Ends when the service says that it has started.</summary>
    public Task Started => started.Task.WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>What it wrote to standard error, once it has ended.</summary>
    public string Said => said.ToString();

    /// <summary>Sends a signal such as <c>TERM</c> and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync(string signal)
    {
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
            await kill.WaitForExitAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private void Hear(string? line)
    {
        said.Append(line).Append('\n');
        if (line is null)
            started.TrySetException(new InvalidOperationException($"The service ended: {said}"));
        else if (line.Contains(" is ready with role ", StringComparison.Ordinal))
            started.TrySetResult();
    }
}
