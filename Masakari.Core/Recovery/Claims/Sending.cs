namespace Masakari.Core.Recovery.Claims;

/// <summary>What became of a change that was to be sent to Nova.</summary>
internal enum Sending
{
    /// <summary>It was sent, and answered.</summary>
    Sent,

    /// <summary>A pause or an abort came first: Nova was not asked.</summary>
    Held,

    /// <summary>Its announcement had grown old when it was about to go: Nova was not asked.</summary>
    TooLate,
}
