namespace Masakari.Core.Hosts;

/// <summary>A host that is to be registered; its shape has been checked.</summary>
public sealed record HostDraft
{
    /// <inheritdoc cref="ComputeHost.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="ComputeHost.Type"/>
    public required string Type { get; init; }

    /// <inheritdoc cref="ComputeHost.ControlAttributes"/>
    public required string ControlAttributes { get; init; }

    /// <inheritdoc cref="ComputeHost.Reserved"/>
    public bool Reserved { get; init; }

    /// <inheritdoc cref="ComputeHost.OnMaintenance"/>
    public bool OnMaintenance { get; init; }
}
