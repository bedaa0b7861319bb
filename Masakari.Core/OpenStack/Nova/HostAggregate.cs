namespace Masakari.Core.OpenStack.Nova;

/// <summary>A host aggregate (API 2.53, GET /os-aggregates).</summary>
public sealed record HostAggregate
{
    /// <summary>Nova's number of it.</summary>
    public required long Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The service hosts in it.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }
}
