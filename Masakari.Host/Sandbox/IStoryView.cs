namespace Masakari.Host.Sandbox;

/// <summary>Shows the sandbox run: live in a terminal, or as plain lines.</summary>
internal interface IStoryView
{
    /// <summary>Writes one line.</summary>
    void Say(string line);

    /// <summary>Shows the progress of a recovery until its end, and the result.</summary>
    Task FollowAsync(IAsyncEnumerable<RecoveryLook> looks);
}
