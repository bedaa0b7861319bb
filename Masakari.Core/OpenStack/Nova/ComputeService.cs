namespace Masakari.Core.OpenStack.Nova;

/// <summary>A nova-compute service as Nova shows it (API 2.53, GET /os-services).</summary>
public sealed record ComputeService
{
    /// <summary>Nova's id (a UUID from 2.53 on).</summary>
    public required string Id { get; init; }

    /// <summary>The service host name.</summary>
    public required string Host { get; init; }

    /// <summary>Whether its status is <c>enabled</c>.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Why it is disabled, or <see langword="null"/>.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>
    /// Whether nova-compute has disabled it itself, because its hypervisor is away. It enables it again (nova.virt.libvirt, DISABLE_PREFIX).
    /// </summary>
    public bool IsDisabledByNova => !Enabled && DisabledReason?.StartsWith("AUTO: ", StringComparison.Ordinal) == true;

    /// <summary>
    /// Whether its state is <c>up</c>. Nova also says so of a dead host, until service_down_time (60 s by default) has passed since its
    /// last heartbeat.
    /// </summary>
    public required bool Up { get; init; }

    /// <summary>Whether an administrator declared it down.</summary>
    public bool ForcedDown { get; init; }

    /// <summary>When the row last changed: a heartbeat, or somebody's PUT. UTC by Nova's clock.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
