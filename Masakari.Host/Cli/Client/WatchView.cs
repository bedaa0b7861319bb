using Masakari.Host.Sandbox;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Masakari.Host.Cli.Client;

/// <summary>Redraws a recovery in the same place of a terminal.</summary>
/// <param name="console">The terminal.</param>
/// <param name="what">What is watched.</param>
internal sealed class WatchView(IAnsiConsole console, string what) : IStoryView
{
    public void Say(string line) => console.WriteLine(line);

    public Task FollowAsync(IAsyncEnumerable<RecoveryLook> looks) => console.Live(new Text("")).StartAsync(async picture =>
    {
        await foreach (var look in looks)
        {
            picture.UpdateTarget(Of(look));
            picture.Refresh();
        }
    });

    /// <summary>The picture of a moment; never higher than the terminal.</summary>
    internal IRenderable Of(RecoveryLook look)
    {
        var message = look.Message is { Length: > 0 } text ? AlignedTable.OneLine(text) : "";
        var head = new Paragraph().Append(what, new Style(decoration: Decoration.Bold))
            .Append($"\n{look.Status}, watched for {RecoveryPicture.Seconds(look.Elapsed).Trim()}");
        if (message.Length > 0) head.Append($"\n{message}", new Style(Color.Yellow));
        return RecoveryPicture.Of(look, head, RecoveryPicture.RowsThatFit(look, console.Profile.Height, headLines: 2 + LinesOf(message)));
    }

    /// <summary>At most: words are not broken, so lines end early.</summary>
    private int LinesOf(string message)
    {
        const int LongestWord = 36;   // a uuid
        return message.Length == 0 ? 0 : 1 + (message.Length / Math.Max(1, console.Profile.Width - (LongestWord / 2)));
    }
}
