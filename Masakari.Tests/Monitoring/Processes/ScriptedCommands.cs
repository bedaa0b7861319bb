using Masakari.Core.Commands;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Monitoring.Processes;

/// <summary>Commands that end with the codes that the test gives, and do what it says.</summary>
internal sealed class ScriptedCommands(FakeClock clock) : ICommandRunner
{
    private readonly Dictionary<string, Func<int>> scripts = [];
    private readonly List<string> ran = [];

    /// <summary>The commands so far, without folders.</summary>
    public IReadOnlyList<string> Ran
    {
        get
        {
            lock (ran)
                return [.. ran];
        }
    }

    /// <summary>Commands that begin with these words end with this code.</summary>
    public void On(string words, Func<int> code) => scripts[words] = code;

    public async Task<CommandEnd> RunAsync(CommandCall call, CancellationToken ct)
    {
        var line = string.Join(' ', call.Arguments.Prepend(Path.GetFileName(call.Executable)));
        lock (ran)
            ran.Add(line);
        await Task.Delay(TimeSpan.FromMilliseconds(100), clock, ct);
        return CommandEnd.Exited(scripts.Where(script => line.StartsWith(script.Key, StringComparison.Ordinal)).Select(script => script.Value())
            .FirstOrDefault(), "warning: nothing serious");
    }
}
