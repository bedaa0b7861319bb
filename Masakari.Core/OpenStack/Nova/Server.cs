namespace Masakari.Core.OpenStack.Nova;

/// <summary>An instance as Nova shows it (API 2.53, GET /servers/detail).</summary>
public sealed record Server
{
    /// <summary>The <see cref="PowerState"/> of a guest that is shut down.</summary>
    internal const int PowerShutDown = 4;

    /// <summary>Nova's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its display name.</summary>
    public required string Name { get; init; }

    /// <summary><c>OS-EXT-SRV-ATTR:host</c>: the service host it belongs to; <see langword="null"/> when it has none.</summary>
    public string? Host { get; init; }

    /// <summary><c>OS-EXT-SRV-ATTR:hypervisor_hostname</c>; the hypervisor's own name, which may differ from <see cref="Host"/>.</summary>
    public string? HypervisorHostname { get; init; }

    /// <summary><c>OS-EXT-STS:vm_state</c>: active, stopped, error, paused, resized, deleted …</summary>
    public required string VmState { get; init; }

    /// <summary><c>OS-EXT-STS:task_state</c>, or <see langword="null"/> when nothing is going on.</summary>
    public string? TaskState { get; init; }

    /// <summary><c>OS-EXT-STS:power_state</c>: 0 none, 1 running, 3 paused, 4 shut down, 6 crashed, 7 suspended.</summary>
    public int PowerState { get; init; }

    /// <summary>When it was created, by Nova's clock; <see langword="null"/> when Nova does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Whether somebody locked it.</summary>
    public bool Locked { get; init; }

    /// <summary>What Nova says about its last failure; shown only while it is in error. <see langword="null"/> = nothing.</summary>
    public ServerFault? Fault { get; init; }

    /// <summary>The owner's metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
