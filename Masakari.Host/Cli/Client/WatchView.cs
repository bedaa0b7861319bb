using Masakari.Host.Sandbox;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Masakari.Host.Cli.Client;

/// <summary>Redraws a recovery in the same place of a terminal.</summary>
/// <param name="console">The terminal.</param>
/// <param name="what">What is watched.</param>
internal sealed class WatchView(IAnsiConsole console, string what) : IStoryView
{
    // The headline, the frame and the head of the table, the bar of the instances, "and N more", and the line of the cursor.
    private const int OtherLines = 8;

    public void Say(string line) => console.WriteLine(line);

    public Task FollowAsync(IAsyncEnumerable<RecoveryLook> looks) => console.Live(new Text("")).StartAsync(async picture =>
    {
        await foreach (var look in looks)
        {
            picture.UpdateTarget(Of(look));
            picture.Refresh();
        }
    });

    private IRenderable Of(RecoveryLook look)
    {
        var message = look.Message is { Length: > 0 } text ? AlignedTable.OneLine(text) : "";
        var room = console.Profile.Height - OtherLines - look.Tasks.Count - (message.Length / Math.Max(1, console.Profile.Width - 1)) - 1;
        var headline = $"{what}: {look.Status}, watched for {RecoveryPicture.Seconds(look.Elapsed).Trim()}";
        var head = new Paragraph(headline);
        if (message.Length > 0) head.Append($"\n{message}", new Style(Color.Yellow));
        return RecoveryPicture.Of(look, head, Math.Max(1, room));
    }
}
