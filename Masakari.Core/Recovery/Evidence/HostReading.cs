using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>What one list of Nova's compute services says about a reported host and about the other hosts.</summary>
/// <param name="Service">The nova-compute service of the reported host.</param>
/// <param name="Others">The nova-compute services of all other hosts.</param>
/// <param name="At">The time of the answer, by Nova's clock.</param>
/// <param name="SentAt">Our clock's timestamp of the moment when Nova was asked.</param>
internal sealed record HostReading(ComputeService Service, IReadOnlyList<ComputeService> Others, DateTimeOffset At, long SentAt)
{
    /// <summary>What Nova's clock shows now, as far as the answer tells.</summary>
    public DateTimeOffset Now(TimeProvider clock) => At + clock.GetElapsedTime(SentAt);
}
