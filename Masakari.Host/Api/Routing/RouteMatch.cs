namespace Masakari.Host.Api.Routing;

/// <summary>The route of a request.</summary>
/// <param name="Action">The name of the call in the message of a 405: <c>index</c>, <c>create</c>, <c>show</c> …</param>
/// <param name="Operation">The operation; <see langword="null"/> = the route has none.</param>
internal sealed record RouteMatch(string Action, ApiOperation? Operation)
{
    /// <summary>The project id in the path, or <see langword="null"/>.</summary>
    public string? ProjectId { get; init; }

    public string Id { get; init; } = "";

    public string ParentId { get; init; } = "";
}
