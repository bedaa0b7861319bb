using System.Diagnostics;

namespace Masakari.Tests.RealCloud;

/// <summary>Runs other programs to their end.</summary>
internal static class Tool
{
    /// <summary>What the program wrote to its standard output.</summary>
    /// <param name="program">Path, or name on the PATH.</param>
    /// <param name="arguments">Each as it is; shown when the program fails, so nothing secret.</param>
    /// <param name="environment">Added to our own.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="limit">After this time it is killed.</param>
    /// <exception cref="InvalidOperationException">It ended with another code than 0, or not in time; the message holds what it wrote.</exception>
    public static async Task<string> RunAsync(
        string program, IReadOnlyCollection<string> arguments, IReadOnlyDictionary<string, string> environment, string input, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var run = Process.Start(start)!;
        var output = run.StandardOutput.ReadToEndAsync();
        var errors = run.StandardError.ReadToEndAsync();
        await run.StandardInput.WriteAsync(input);
        run.StandardInput.Close();
        await EndAsync(run, limit);
        return run.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {run.ExitCode}:\n{await output}{await errors}");
    }

    private static async Task EndAsync(Process run, TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await run.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            run.Kill(entireProcessTree: true);
            await run.WaitForExitAsync();
        }
    }
}
