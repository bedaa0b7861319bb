using Spectre.Console;

namespace Masakari.Host.Sandbox;

/// <summary>Redraws the recovery in the same place of a terminal.</summary>
internal sealed class LiveView(IAnsiConsole console) : IStoryView
{
    public void Say(string line) => console.WriteLine(line);

    public Task FollowAsync(IAsyncEnumerable<RecoveryLook> looks) => console.Live(new Text("")).StartAsync(async picture =>
    {
        await foreach (var look in looks)
            picture.UpdateTarget(RecoveryPicture.Of(look, console.Profile.Height));
    });
}
