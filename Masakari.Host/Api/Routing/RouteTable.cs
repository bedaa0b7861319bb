using System.Text.RegularExpressions;

namespace Masakari.Host.Api.Routing;

/// <summary>
/// Finds the operation of a path below <c>/v1</c>, by the rules of the original. Paths are case-sensitive. A path with a trailing slash has
/// no route. A wrong method gives 404 on some paths and 405 on others. Each path also exists with a project id.
/// </summary>
internal sealed class RouteTable(IEnumerable<IApiEndpoints> endpoints, ApiOptions options)
{
    private readonly ApiResource[] resources = [.. endpoints.Select(endpoint => endpoint.Resource)];
    private readonly Regex projectId = new($@"^(?:{options.ProjectIdPattern})\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path after <c>/v1</c>, such as <c>/segments/…</c>.</param>
    /// <returns><see langword="null"/> when the path has no route.</returns>
    public RouteMatch? Match(string method, string path)
    {
        if (path is "" or "/")
            return method == HttpMethods.Get ? Match(method, "/versions/v1.0") : null;
        var parts = path[1..].Split('/');
        parts[^1] = WithoutFormat(parts[^1]);
        if (parts.Contains(""))
            return null;
        if (Resource(parts[0], parent: null) is { } resource)
            return Match(resource, method, parts.AsSpan(1), parentId: "");
        return parts.Length > 1 && projectId.IsMatch(parts[0]) && Resource(parts[1], parent: null) is { } ofProject
            ? Match(ofProject, method, parts.AsSpan(2), parentId: "") is { } match ? match with { ProjectId = parts[0] } : null
            : null;
    }

    private RouteMatch? Match(ApiResource resource, string method, ReadOnlySpan<string> rest, string parentId) => rest.Length switch
    {
        0 => OnCollection(resource, method) is { } match ? match with { ParentId = parentId } : null,
        1 when rest[0] == "new" && method == HttpMethods.Get => new RouteMatch("new", Operation: null),
        1 => OnItem(resource, method) is { } match ? match with { Id = rest[0], ParentId = parentId } : null,
        2 when rest[1] == "edit" && method == HttpMethods.Get => new RouteMatch("edit", Operation: null),
        2 when rest[1] == "action" && method == HttpMethods.Post && resource.RoutesActions => new RouteMatch("action", Operation: null),
        _ => Resource(rest[1], resource.Collection) is { } nested ? Match(nested, method, rest[2..], rest[0]) : null,
    };

    private ApiResource? Resource(string collection, string? parent) =>
        Array.Find(resources, resource => resource.Collection == collection && resource.Parent == parent);

    private static RouteMatch? OnCollection(ApiResource resource, string method) =>
        method == HttpMethods.Get ? new RouteMatch("index", resource.Index)
        : method == HttpMethods.Post ? new RouteMatch("create", resource.Create)
        : null;

    private static RouteMatch? OnItem(ApiResource resource, string method) =>
        method == HttpMethods.Get ? new RouteMatch("show", resource.Show)
        : method == HttpMethods.Put ? new RouteMatch("update", resource.Update)
        : method == HttpMethods.Delete ? new RouteMatch("delete", resource.Delete)
        : null;

    private static string WithoutFormat(string part) =>
        part.EndsWith(".json", StringComparison.Ordinal) ? part[..^5] : part.EndsWith(".xml", StringComparison.Ordinal) ? part[..^4] : part;
}
