namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// One way to know whether a host is dead, asked with each reading of Nova's compute services. A source serves one recovery and may
/// remember earlier readings. A new kind of proof, such as a fence command, is one more source in <see cref="HostEvidence"/>.
/// </summary>
internal interface IEvidenceSource
{
    /// <summary>
    /// The source's verdict; <see langword="null"/> = this source cannot tell, and the next one is asked. After a verdict that waits, the
    /// next ones are asked too: proof ends a wait.
    /// </summary>
    Task<EvidenceVerdict?> JudgeAsync(HostReading reading, CancellationToken ct);
}
