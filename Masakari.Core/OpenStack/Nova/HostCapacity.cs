namespace Masakari.Core.OpenStack.Nova;

/// <summary>
/// What the resource tracker of a host counted last (API 2.53, GET /os-hypervisors/detail). A hint: Nova's scheduler knows of overcommitment.
/// </summary>
public sealed record HostCapacity
{
    /// <summary>The service host.</summary>
    public required string Host { get; init; }

    /// <summary>Memory that no instance uses, in MiB; <see langword="null"/> = Nova does not say.</summary>
    public long? FreeMemory { get; init; }
}
