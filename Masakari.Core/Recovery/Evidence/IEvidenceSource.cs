using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// One way to know whether a host is dead, asked with each reading of its nova-compute service. A source serves one recovery and may
/// remember earlier readings. A new kind of proof, such as a fence command, is one more source in <see cref="HostEvidence"/>.
/// </summary>
internal interface IEvidenceSource
{
    /// <summary>The source's verdict; <see langword="null"/> = this source cannot tell, and the next one is asked.</summary>
    Task<EvidenceVerdict?> JudgeAsync(Reading<ComputeService> reading, CancellationToken ct);
}
