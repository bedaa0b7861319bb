using System.Text.RegularExpressions;

namespace Masakari.Host.Api.Edge;

/// <summary>Sets scheme, host, client address and path prefix of a request from the headers of a trusted proxy.</summary>
internal sealed partial class ProxyHeaders(ProxyOptions options)
{
    public void Apply(HttpContext http)
    {
        var request = http.Request;
        if (options.AlwaysSchemeHeader is { } header)
            SetScheme(request, First(request, header));
        if (!options.Trusted)
            return;
        var forwarded = Forwarded(First(request, "Forwarded"));
        string? Value(string word, string older) => forwarded.Count > 0 ? forwarded.GetValueOrDefault(word) : First(request, older);
        SetScheme(request, Value("proto", options.SchemeHeader));
        if (Value("host", "X-Forwarded-Host") is { } host && Host().IsMatch(host))
            request.Host = new HostString(host);
        if (Value("for", "X-Forwarded-For") is { } client)
            http.Features.Set(new ClientAddress(client));
        if (First(request, "X-Forwarded-Prefix")?.Trim('/') is { Length: > 0 } prefix)
            request.PathBase = new PathString($"/{prefix}{request.PathBase.Value}");
    }

    private static void SetScheme(HttpRequest request, string? scheme)
    {
        if (scheme?.ToLowerInvariant() is "http" or "https")
            request.Scheme = scheme.ToLowerInvariant();
    }

    // The first element of the list is from the proxy next to the client.
    private static string? First(HttpRequest request, string header) =>
        request.Headers[header].ToString().Split(',')[0].Trim() is { Length: > 0 } value ? value : null;

    // Example: proto=https;host="api.example.org";for="[2001:db8::17]:4711"
    private static Dictionary<string, string> Forwarded(string? element)
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in (element ?? "").Split(';'))
        {
            if (pair.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } word, var value]
                && value.Trim('"') is { Length: > 0 } bare)
                pairs[word] = bare;
        }

        return pairs;
    }

    // Links contain the host, so other text is ignored.
    [GeneratedRegex(@"^(?:(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?\z")]
    private static partial Regex Host();
}
