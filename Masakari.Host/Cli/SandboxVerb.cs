using System.Runtime.InteropServices;
using Masakari.Host.Sandbox;
using Spectre.Console;

namespace Masakari.Host.Cli;

/// <summary><c>masakari sandbox</c>: shows a host dying and its instances recovered, on this machine alone.</summary>
internal static class SandboxVerb
{
    /// <returns>0 when every instance runs elsewhere, else 1.</returns>
    public static async Task<int> RunAsync(SandboxOptions options, TextWriter output, TextWriter errors, TimeProvider clock, CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        return await PlayAsync(options, output, errors, clock, ending.Token);

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;   // no sudden death: service, cloud and folder are put away first
            ending.Cancel();
        }
    }

    private static async Task<int> PlayAsync(SandboxOptions options, TextWriter output, TextWriter errors, TimeProvider clock, CancellationToken ct)
    {
        var stage = new SandboxStage(options, clock);
        var keep = true;
        try
        {
            await using (stage)
            {
                await stage.StartAsync(ct);
                await new SandboxStory(stage, View(output), clock).TellAsync(ct);
                if (options.Serve)
                    await StayAsync(stage, output, ct);
            }
            keep = options.Serve;
            return 0;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            keep = false;
            await errors.WriteLineAsync("masakari: the sandbox was stopped before the recovery had ended");
            return 1;
        }
        catch (Exception problem) when (problem is StoryException or HttpRequestException or OperationCanceledException)   // the last: no answer in time
        {
            await errors.WriteLineAsync($"masakari: {problem.Message} See the service's log: {stage.LogFile}");
            return 1;
        }
        finally
        {
            if (!keep)
                stage.Folder.Delete(recursive: true);
        }
    }

    private static async Task StayAsync(SandboxStage stage, TextWriter output, CancellationToken ct)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var ending = ct.Register(ended.SetResult);
        await output.WriteLineAsync(SandboxHints.Text(stage));
        await ended.Task;
    }

    private static IStoryView View(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        return console.Profile is { Out.IsTerminal: true, Capabilities.Ansi: true } ? new LiveView(console) : new PlainView(output);
    }
}
