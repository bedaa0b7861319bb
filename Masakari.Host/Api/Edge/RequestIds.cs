using System.Text.RegularExpressions;

namespace Masakari.Host.Api.Edge;

/// <summary>The ids by which a request is found in logs: ours, and the one the caller gave it over all services.</summary>
internal sealed partial record RequestIds(string Local, string? Global)
{
    public const string Header = "X-Openstack-Request-Id";

    /// <summary>Makes a fresh local id; the caller's is only believed when it has the usual form.</summary>
    public static RequestIds From(HttpRequest request) =>
        new($"req-{Guid.NewGuid()}", request.Headers[Header].ToString() is var given && Form().IsMatch(given) ? given : null);

    [GeneratedRegex(@"^req-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}\z")]
    private static partial Regex Form();
}
