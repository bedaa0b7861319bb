using Microsoft.AspNetCore.WebUtilities;

namespace Masakari.Host.Api.Routing;

/// <summary>The parameters of the query string. Names are case-sensitive.</summary>
internal sealed class QueryParameters
{
    private readonly List<(string Name, string Value)> parameters = [];

    public QueryParameters(string? queryString)
    {
        foreach (var pair in new QueryStringEnumerable(queryString))
            parameters.Add((pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
    }

    /// <summary>The last value of that name, or <see langword="null"/>.</summary>
    public string? Last(string name) => parameters.FindLast(parameter => parameter.Name == name).Value;

    /// <summary>All values of that name, in order.</summary>
    public IReadOnlyList<string> All(string name) =>
        [.. parameters.Where(parameter => parameter.Name == name).Select(parameter => parameter.Value)];
}
