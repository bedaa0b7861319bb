namespace Masakari.Core.Recovery.Flow;

/// <summary>Texts that end in a notification's message and that clients may compare.</summary>
internal static class RecoveryMessages
{
    /// <summary>The original's words, its spelling included: clients compare the whole text.</summary>
    public const string SegmentDisabled = "Recovery aboart: the segment HA is disabled.";
}
