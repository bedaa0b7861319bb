namespace Masakari.Host.Api.Routing;

/// <summary>Where a path led.</summary>
/// <param name="Action">What the call is named in a refusal: <c>index</c>, <c>create</c>, <c>show</c> …</param>
/// <param name="Operation">What to do; <see langword="null"/> when that is not implemented.</param>
internal sealed record RouteMatch(string Action, ApiOperation? Operation)
{
    /// <summary>The project id in the path, or <see langword="null"/>.</summary>
    public string? ProjectId { get; init; }

    public string Id { get; init; } = "";

    public string ParentId { get; init; } = "";
}
