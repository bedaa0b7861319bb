using Masakari.Core.Commands;

namespace Masakari.Tests.Simulation;

/// <summary>Commands of the operator under the fake clock. They outlive a killed service, as real ones do.</summary>
internal sealed class FakeCommands(FakeClock clock) : ICommandRunner
{
    private readonly List<FakeRun> runs = [];

    /// <summary>For the how manieth call, from 1: how long it runs, and how it ends.</summary>
    public Func<int, (double Seconds, int ExitCode)> Answer { get; set; } = _ => (1, 0);

    /// <summary>What every command writes.</summary>
    public string Output { get; set; } = "";

    public IReadOnlyList<FakeRun> Runs
    {
        get
        {
            lock (runs)
                return [.. runs];
        }
    }

    public async Task<CommandEnd> RunAsync(CommandCall call, CancellationToken ct)
    {
        var run = new FakeRun(call, clock.GetUtcNow());
        lock (runs)
            runs.Add(run);
        var (seconds, exitCode) = Answer(Runs.Count);
        var lasts = TimeSpan.FromSeconds(seconds);
        try
        {
            await Task.Delay(lasts < call.TimeLimit ? lasts : call.TimeLimit, clock, ct);
        }
        catch (OperationCanceledException)
        {
            run.WasKilled = true;
            throw;
        }

        run.EndedAt = clock.GetUtcNow();
        return lasts < call.TimeLimit ? CommandEnd.Exited(exitCode, Output) : CommandEnd.TimedOut(call.TimeLimit, Output);
    }
}
