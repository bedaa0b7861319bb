using Masakari.Core.OpenStack;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>One look at a reported host.</summary>
/// <param name="Reading">What Nova shows; <see langword="null"/> when Nova did not answer.</param>
/// <param name="Verdict">What the sources say to it.</param>
/// <param name="SentAt">The clock's timestamp of the moment when Nova was asked.</param>
internal sealed record HostLook(HostReading? Reading, EvidenceVerdict Verdict, long SentAt)
{
    /// <summary>Why Nova could not be read, if it is away; <see langword="null"/> = it answered.</summary>
    public OpenStackException? Trouble { get; init; }
}
