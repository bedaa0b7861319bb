using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>What one list of Nova's compute services says about a reported host and about the other hosts.</summary>
/// <param name="Service">The nova-compute service of the reported host.</param>
/// <param name="Others">The nova-compute services of all other hosts.</param>
/// <param name="At">The time of the answer, by Nova's clock.</param>
internal sealed record HostReading(ComputeService Service, IReadOnlyList<ComputeService> Others, DateTimeOffset At);
