using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Masakari.Host.Sandbox;

/// <summary>An HTTP request, independent of the transport.</summary>
internal sealed class SimulatedRequest(string method, Uri url, IReadOnlyDictionary<string, string> headers, string body)
{
    private readonly Dictionary<string, StringValues> query = QueryHelpers.ParseQuery(url.Query);

    public string Method => method;

    public Uri Url => url;

    public string Body => body;

    /// <summary>Scheme and authority, for links in answers.</summary>
    public string Origin { get; } = url.GetLeftPart(UriPartial.Authority);

    public string Path { get; } = url.AbsolutePath.TrimEnd('/');

    public string? Header(string name) =>
        headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.Trim();

    public string? Query(string name) => query.TryGetValue(name, out var values) ? values[0] : null;
}
