namespace Masakari.Host.Api.Routing;

/// <summary>
/// A collection and its items with the calls that exist on them. What is left <see langword="null"/> is routed but not implemented (405); what has no
/// property here is not routed at all (404).
/// </summary>
internal sealed record ApiResource(string Collection)
{
    /// <summary>The collection whose items have this one below them; <see langword="null"/> = it stands at the top.</summary>
    public string? Parent { get; init; }

    /// <summary>One item of the collection, as its key in bodies names it.</summary>
    public string Singular => Collection[..^1];

    /// <summary>The record of an item in answers, from which the OpenAPI description makes a schema; <see langword="null"/> = the description
    /// has the schema itself.</summary>
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

    /// <summary>Whether <c>POST item/action</c> is routed (405).</summary>
    public bool RoutesActions { get; init; }
}
