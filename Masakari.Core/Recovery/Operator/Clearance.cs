namespace Masakari.Core.Recovery.Operator;

/// <summary>What the operator's orders say to a change that is to be made now.</summary>
internal sealed record Clearance
{
    private Clearance()
    {
    }

    /// <summary>Nothing stands against it.</summary>
    public static Clearance AtOnce { get; } = new();

    /// <summary>A pause has passed: what the caller knows of Nova is old.</summary>
    public static Clearance AfterPause { get; } = new() { Waited = true };

    /// <summary>There was a pause.</summary>
    public bool Waited { get; private init; }

    /// <summary>Why the notification is to end, as a sentence; <see langword="null"/> = it is not to end.</summary>
    public string? Abort { get; private init; }

    /// <summary>The change may be made with what the caller knows.</summary>
    public bool IsAtOnce => !Waited && Abort is null;

    /// <summary>The operator has aborted the notification: nothing is sent to Nova any more but the removal of our own locks.</summary>
    public static Clearance Aborted(string order) => new() { Abort = order };
}
