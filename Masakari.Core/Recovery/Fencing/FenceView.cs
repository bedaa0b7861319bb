namespace Masakari.Core.Recovery.Fencing;

/// <summary>What is known about a host when the fence command may be asked.</summary>
internal sealed record FenceView
{
    /// <summary>Nova calls its nova-compute down, and not because somebody has forced it down.</summary>
    public required bool IsDown { get; init; }

    /// <summary>Its last heartbeat, as far as known.</summary>
    public required DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>For how long no heartbeat was seen by us, on our monotonic clock.</summary>
    public required TimeSpan SilentFor { get; init; }

    /// <summary>Nova's report_interval.</summary>
    public required TimeSpan ReportInterval { get; init; }

    /// <summary>Silence is no evidence: without the command's answer, nothing evacuates the host.</summary>
    public required bool IsProofRequired { get; init; }
}
