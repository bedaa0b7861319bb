using Spectre.Console;

namespace Masakari.Host.Sandbox;

/// <summary>Writes one line for each change and the table at the end: for files and pipes, without control characters.</summary>
internal sealed class PlainView : IStoryView
{
    private const int Width = 110;

    private readonly TextWriter output;
    private readonly IAnsiConsole console;
    private readonly Dictionary<string, string> told = [];

    public PlainView(TextWriter output)
    {
        this.output = output;
        console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = Width;
    }

    public void Say(string line) => output.WriteLine(line);

    public async Task FollowAsync(IAsyncEnumerable<RecoveryLook> looks)
    {
        RecoveryLook? last = null;
        await foreach (var look in looks)
            Tell(last = look);
        if (last is not null)
            console.Write(RecoveryPicture.Moves(last.Moves));
    }

    private void Tell(RecoveryLook look)
    {
        // The tasks of an interrupted attempt stay in the list, before those of the next attempt.
        foreach (var (index, task) in look.Tasks.Index())
        {
            var former = look.Tasks.Take(index).Count(other => other.Name == task.Name);
            TellChange(look, $"task {former} {task.Name}", task.Name, task.State.ToLowerInvariant());
        }

        foreach (var move in look.Moves.Where(move => move.Status != "pending"))
        {
            TellChange(
                look, $"vmove {move.Uuid}", move.Instance,
                move.Destination is null ? move.Status : $"{move.Status}, now on {move.Destination}");
        }

        TellChange(look, "notification", "notification", look.Message is null ? look.Status : $"{look.Status}: {look.Message}");
    }

    private void TellChange(RecoveryLook look, string key, string subject, string state)
    {
        if (told.TryGetValue(key, out var before) && before == state)
            return;
        told[key] = state;
        output.WriteLine($"{RecoveryPicture.Seconds(look.Elapsed)}  {subject}: {state}");
    }
}
