using System.Net;

namespace Masakari.Host.Api.Routing;

/// <summary>The start of the links in the version documents.</summary>
internal static class BaseUrl
{
    /// <returns>Scheme, host and path prefix, with a slash at the end.</returns>
    public static string Of(HttpRequest request, ApiOptions options) =>
        (options.LinkPrefix ?? $"{request.Scheme}://{HostOf(request)}").TrimEnd('/') + request.PathBase.ToUriComponent().TrimEnd('/') + "/";

    // A request of HTTP/1.0 may have no Host. Then the address of the connection is the host.
    private static string HostOf(HttpRequest request) =>
        request.Host.Value is { Length: > 0 } host ? host : Local(request.HttpContext.Connection);

    private static string Local(ConnectionInfo connection) =>
        new IPEndPoint(connection.LocalIpAddress ?? IPAddress.Loopback, connection.LocalPort).ToString();
}
