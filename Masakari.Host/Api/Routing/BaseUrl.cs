using System.Net;

namespace Masakari.Host.Api.Routing;

/// <summary>What the hrefs of the version documents begin with.</summary>
internal static class BaseUrl
{
    /// <returns>Scheme, host and leading path, ending in a slash.</returns>
    public static string Of(HttpRequest request, ApiOptions options) =>
        (options.LinkPrefix ?? $"{request.Scheme}://{HostOf(request)}").TrimEnd('/') + request.PathBase.ToUriComponent().TrimEnd('/') + "/";

    // A client of HTTP/1.0 need not say whom it wants: then it is the address it came to.
    private static string HostOf(HttpRequest request) => request.Host.Value is { Length: > 0 } host
        ? host
        : new IPEndPoint(request.HttpContext.Connection.LocalIpAddress ?? IPAddress.Loopback, request.HttpContext.Connection.LocalPort).ToString();
}
