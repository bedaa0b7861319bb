using System.Text.RegularExpressions;

namespace Masakari.Host.Api.Edge;

/// <summary>The ids of a request in logs: our own id, and the global id that the caller uses for all services.</summary>
internal sealed partial record RequestIds(string Local, string? Global)
{
    public const string Header = "X-Openstack-Request-Id";

    /// <summary>Makes a new local id. An id of the caller that does not have the form of OpenStack is ignored.</summary>
    public static RequestIds From(HttpRequest request) =>
        new($"req-{Guid.NewGuid()}", request.Headers[Header].ToString() is var given && Form().IsMatch(given) ? given : null);

    [GeneratedRegex(@"^req-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}\z")]
    private static partial Regex Form();
}
