using Microsoft.Net.Http.Headers;

namespace Masakari.Host.Api.Edge;

/// <summary>
/// Whether a request says clearly where it ends. A proxy in front of the service may read an unclear request differently, and a part of its
/// body then passes for the next request (RFC 9112, 6.1 and 6.3).
/// </summary>
internal static class MessageFraming
{
    // Kestrel lets Transfer-Encoding override Content-Length, as the RFC allows, and keeps the overridden header under this name.
    private const string OverriddenLength = "X-Content-Length";

    public static bool IsClear(IHeaderDictionary headers) =>
        headers.TransferEncoding is not { Count: > 0 } coding
        || (coding is [{ } only] && only.Trim().Equals("chunked", StringComparison.OrdinalIgnoreCase)
            && headers.ContentLength is null && !headers.ContainsKey(OverriddenLength));

    /// <summary>Closes the connection after the answer: where the next request on it begins is unknown.</summary>
    public static void CloseConnection(HttpContext http) => http.Response.Headers[HeaderNames.Connection] = "close";
}
