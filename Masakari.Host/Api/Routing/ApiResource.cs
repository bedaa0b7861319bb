namespace Masakari.Host.Api.Routing;

/// <summary>
/// A collection and its items, with their calls. A call that is <see langword="null"/> has a route but no operation (405). A call without
/// a property has no route (404).
/// </summary>
internal sealed record ApiResource(string Collection)
{
    /// <summary>The collection above this one in paths; <see langword="null"/> = none.</summary>
    public string? Parent { get; init; }

    /// <summary>The name of one item, which is the key of its envelope.</summary>
    public string Singular => Collection[..^1];

    /// <summary>The record of an item in answers. <see langword="null"/> = the OpenAPI description has a schema of its own.</summary>
    public Type? Item { get; init; }

    /// <summary>GET of the collection.</summary>
    public ApiOperation? Index { get; init; }

    /// <summary>POST to the collection.</summary>
    public ApiOperation? Create { get; init; }

    /// <summary>GET of an item.</summary>
    public ApiOperation? Show { get; init; }

    /// <summary>PUT of an item.</summary>
    public ApiOperation? Update { get; init; }

    /// <summary>DELETE of an item.</summary>
    public ApiOperation? Delete { get; init; }

    /// <summary>Whether <c>POST item/action</c> has a route (405).</summary>
    public bool RoutesActions { get; init; }
}
