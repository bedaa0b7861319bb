namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// One way to know whether a host is dead, asked with each reading of Nova's compute services. A source serves one recovery and may
/// remember earlier readings. A new kind of proof is one more source in <see cref="HostEvidence"/>.
/// </summary>
internal interface IEvidenceSource
{
    /// <summary>
    /// The source's verdict; <see langword="null"/> = this source cannot tell. The first source that calls the host dead has the last word.
    /// If none does, the first verdict with words counts.
    /// </summary>
    Task<EvidenceVerdict?> JudgeAsync(HostReading reading, CancellationToken ct);
}
