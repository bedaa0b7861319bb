using System.Diagnostics;

namespace Masakari.Tests.RealCloud;

/// <summary>Runs other programs and waits for their end.</summary>
internal static class Tool
{
    /// <summary>What the program wrote to its standard output.</summary>
    /// <param name="program">Path, or name on the PATH.</param>
    /// <param name="arguments">The arguments; a failure message shows them, so they must not contain secrets.</param>
    /// <param name="environment">Added to the environment of this process.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="limit">The program is killed after this time.</param>
    /// <exception cref="InvalidOperationException">The exit code is not 0, or the time limit has passed; the message contains the
    /// output.</exception>
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
