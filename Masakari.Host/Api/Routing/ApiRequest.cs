using System.Text.Json.Nodes;
using Masakari.Host.Api.Wire;
using Masakari.Host.Auth;

namespace Masakari.Host.Api.Routing;

/// <summary>A request, as an operation gets it.</summary>
internal sealed record ApiRequest
{
    /// <summary>The user who makes the request.</summary>
    public required RequestContext Caller { get; init; }

    /// <summary>The version of the API that the client asks for.</summary>
    public required Microversion Version { get; init; }

    /// <summary>The id of the item, as in the path; empty for a collection.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the item above; empty for a collection without a parent.</summary>
    public required string ParentId { get; init; }

    /// <summary>The parameters of the query string.</summary>
    public required QueryParameters Query { get; init; }

    /// <summary>The object in the envelope of the body; empty for an operation without a body.</summary>
    public required JsonObject Body { get; init; }

    /// <summary>The start of links: scheme, host and path prefix, with a slash at the end.</summary>
    public required string BaseUrl { get; init; }
}
