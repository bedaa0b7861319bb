using Masakari.Core.Configuration;

namespace Masakari.Host.Api.Edge;

/// <summary>Which headers of proxies are trusted.</summary>
internal sealed record ProxyOptions
{
    /// <summary>Whether proxy headers are trusted. Only safe behind a proxy that sets these headers itself.</summary>
    public bool Trusted { get; init; }

    /// <summary>The header for http or https of a trusted proxy that does not send <c>Forwarded</c>.</summary>
    public string SchemeHeader { get; init; } = "X-Forwarded-Proto";

    /// <summary>A header whose http or https is trusted even when <see cref="Trusted"/> is false; <see langword="null"/> = none.</summary>
    public string? AlwaysSchemeHeader { get; init; }

    internal static ProxyOptions Read(Conf conf)
    {
        var middleware = conf.Section("oslo_middleware");
        var trusted = middleware.Bool(
            "enable_proxy_headers_parsing", false,
            "Trust the headers Forwarded and X-Forwarded-Proto, -Host, -For and -Prefix. Set this only behind a proxy that sets these "
            + "headers itself.");
        var forwardedFor = conf.Default.Bool(
            "use_forwarded_for", false, "Has the same effect as [oslo_middleware] enable_proxy_headers_parsing. One of the two is enough.");
        return new ProxyOptions
        {
            Trusted = trusted || forwardedFor,
            SchemeHeader = HeaderName(middleware.Text(
                "secure_proxy_ssl_header", "X-Forwarded-Proto", "The header in which a trusted proxy says http or https.")),
            AlwaysSchemeHeader = conf.Section("wsgi").Text(
                "secure_proxy_ssl_header", null,
                "A header whose http or https is trusted even without enable_proxy_headers_parsing. Unset = none.")
                is { Length: > 0 } name ? HeaderName(name) : null,
        };
    }

    // The original has the name as WSGI spells it: HTTP_X_FORWARDED_PROTO.
    private static string HeaderName(string name) =>
        name.StartsWith("HTTP_", StringComparison.Ordinal) ? name[5..].Replace('_', '-') : name;
}
