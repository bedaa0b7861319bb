using System.ComponentModel;
using System.Diagnostics;

namespace Masakari.Core.Commands;

/// <summary>Runs commands as processes of their own.</summary>
internal sealed class CommandRunner(TimeProvider clock) : ICommandRunner
{
    /// <summary>After the end of a command: for what is still in its pipes, and for the kernel to take a killed process away.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    public async Task<CommandEnd> RunAsync(CommandCall call, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!File.Exists(call.Executable)) return CommandEnd.NotStarted("there is no such file");
        using var process = new Process { StartInfo = StartOf(call) };
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            return CommandEnd.NotStarted(e.Message);
        }

        var (output, given) = (new RawOutput(), new CancellationTokenSource());
        var document = call.LongestDocument is { } longest ? new RawOutput(longest) : null;
        process.StandardInput.Close();
        var reading = Task.WhenAll(
            (document ?? output).ReadAsync(process.StandardOutput.BaseStream, given.Token),
            output.ReadAsync(process.StandardError.BaseStream, given.Token));
        using (given)
        {
            var inTime = await EndsAsync(process, call, ct);
            await GiveGraceAsync(Task.WhenAll(reading, process.WaitForExitAsync(CancellationToken.None)));
            await given.CancelAsync();
            ct.ThrowIfCancellationRequested();
            var end = inTime ? CommandEnd.Exited(process.ExitCode, $"{output}") : CommandEnd.TimedOut(call.TimeLimit, $"{output}");
            return end with { StandardOutput = $"{document}" };
        }
    }

    /// <summary>Waits for the end of the command, and kills what is left of it then.</summary>
    /// <returns>Whether it ended by itself.</returns>
    private async Task<bool> EndsAsync(Process process, CommandCall call, CancellationToken ct)
    {
        var kills = true;
        using var over = new CancellationTokenSource(call.TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, ct);
        try
        {
            await process.WaitForExitAsync(either.Token);
            kills = !call.MayLeaveProcesses;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            if (kills) ProcessGroup.Kill(process);
        }
    }

    /// <summary>A process that left the group may keep the pipes open for ever.</summary>
    private Task GiveGraceAsync(Task end) => clock.PauseAsync(Grace, end, CancellationToken.None);

    private static ProcessStartInfo StartOf(CommandCall call)
    {
        var start = ProcessGroup.StartOf(call.Executable);
        foreach (var argument in call.Arguments) start.ArgumentList.Add(argument);
        (start.UseShellExecute, start.CreateNoWindow) = (false, true);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        start.WorkingDirectory = Path.GetPathRoot(call.Executable) ?? "";
        start.Environment.Clear();
        foreach (var (name, value) in CommandEnvironment.Least.Concat(call.Environment)) start.Environment[name] = value;
        return start;
    }
}
