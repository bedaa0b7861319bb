using System.Text.Json.Nodes;
using Masakari.Host.Api.Wire;
using Masakari.Host.Auth;

namespace Masakari.Host.Api.Routing;

/// <summary>A request as an operation sees it.</summary>
internal sealed record ApiRequest
{
    /// <summary>Who asks.</summary>
    public required RequestContext Caller { get; init; }

    /// <summary>The version of the API that it is made for.</summary>
    public required Microversion Version { get; init; }

    /// <summary>The item's id as it stands in the path; empty for a collection.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the item above, for nested resources.</summary>
    public required string ParentId { get; init; }

    /// <summary>The parameters of the query string.</summary>
    public required QueryParameters Query { get; init; }

    /// <summary>What stands in the body's envelope; an empty object where no body is wanted.</summary>
    public required JsonObject Body { get; init; }

    /// <summary>Scheme, host and leading path that hrefs begin with, ending in a slash.</summary>
    public required string BaseUrl { get; init; }
}
