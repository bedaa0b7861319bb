namespace Masakari.Host.Sandbox;

/// <summary>Shows the story: to somebody at a terminal, or to a file.</summary>
internal interface IStoryView
{
    /// <summary>One line.</summary>
    void Say(string line);

    /// <summary>Shows a recovery until there is no further look at it, and what it came to.</summary>
    Task FollowAsync(IAsyncEnumerable<RecoveryLook> looks);
}
