namespace Masakari.Core.OpenStack.Nova;

/// <summary>What was done to an instance by Nova's record (GET /servers/{id}/os-instance-actions).</summary>
public sealed record InstanceAction
{
    /// <summary>Nova's word: create, stop, lock, unlock, evacuate …</summary>
    public required string Name { get; init; }

    /// <summary>By Nova's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Who asked; <see langword="null"/> = Nova itself.</summary>
    public string? UserId { get; init; }

    /// <summary>Asked under our own privileged account: by this service, or by the original under the same account.</summary>
    public bool ByOurAccount { get; init; }
}
