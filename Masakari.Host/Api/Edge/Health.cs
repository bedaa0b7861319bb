using Masakari.Core.Persistence;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Edge;

/// <summary>
/// The health check for load balancers: the process runs, and the file that disables the service does not exist. A clock that is wrong is
/// named, but disables nothing: the database's clock decides.
/// </summary>
internal sealed class Health(HealthOptions options, DatabaseClock clock)
{
    private static readonly string[] ProxyHeaders =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix"];

    public bool IsHealthCheck(string path) =>
        path == options.Path || (path.StartsWith(options.Path, StringComparison.Ordinal) && path[options.Path.Length] == '/');

    public IResult Answer(HttpContext http)
    {
        if (!IsAllowed(http))
            return Faults.RawNotFound();
        var disabled = Exists(options.DisabledByFile) || Exists(options.DisabledByFileOfPort.GetValueOrDefault(http.Connection.LocalPort));
        if (HttpMethods.IsHead(http.Request.Method))
            return TypedResults.StatusCode(disabled ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent);
        var status = disabled ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        string[] reasons = [disabled ? "DISABLED BY FILE" : "OK", .. clock.Describe() is { } skew ? [skew] : Array.Empty<string>()];
        return AcceptHeader.Best(http.Request, "text/plain", "text/html", "application/json") switch
        {
            "application/json" => new TextAnswer(status, "application/json", Json(reasons)),
            "text/html" => new TextAnswer(status, "text/html; charset=UTF-8", Html(reasons)),
            _ => new TextAnswer(status, "text/plain; charset=UTF-8", reasons[0]),   // probes compare the whole text
        };
    }

    // The address of the connection counts, not the address in proxy headers.
    private bool IsAllowed(HttpContext http)
    {
        if (options.IgnoresProxied && ProxyHeaders.Any(http.Request.Headers.ContainsKey))
            return false;
        if (options.Sources.Count == 0)
            return true;
        return http.Connection.RemoteIpAddress is { } peer
            && options.Sources.Any(network => network.Contains(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer));
    }

    private static bool Exists(string? file) => file is not null && Path.Exists(file);

    private static string Json(string[] reasons) => $$"""
        {
            "detailed": false,
            "reasons": [
                "{{string.Join("\",\n        \"", reasons)}}"
            ]
        }
        """.ReplaceLineEndings("\n");

    private static string Html(string[] reasons) => $"""
        <html>
        <head><title>Healthcheck Status</title></head>
        <body>
        <table>
        <tr><th>Reason</th></tr>
        {string.Join('\n', reasons.Select(reason => $"<tr><td>{reason}</td></tr>"))}
        </table>
        </body>
        </html>
        """.ReplaceLineEndings("\n");
}
