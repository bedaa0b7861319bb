using Microsoft.Net.Http.Headers;

namespace Masakari.Host.Api.Edge;

/// <summary>
/// Whether the headers say clearly where a request ends. With an unclear request, a proxy in front of the service may find another end.
/// Then a part of the body counts as the next request (request smuggling; RFC 9112, sections 6.1 and 6.3).
/// </summary>
internal static class MessageFraming
{
    // Kestrel lets Transfer-Encoding override Content-Length, as the RFC allows, and keeps the overridden header under this name.
    private const string OverriddenLength = "X-Content-Length";

    public static bool IsClear(IHeaderDictionary headers) =>
        headers.TransferEncoding is not { Count: > 0 } coding
        || (coding is [{ } only] && only.Trim().Equals("chunked", StringComparison.OrdinalIgnoreCase)
            && headers.ContentLength is null && !headers.ContainsKey(OverriddenLength));

    /// <summary>Closes the connection after the answer, because the start of the next request is unknown.</summary>
    public static void CloseConnection(HttpContext http) => http.Response.Headers[HeaderNames.Connection] = "close";
}
