namespace Masakari.Host.Api.Wire;

/// <summary>The version that the answer to a request names.</summary>
internal sealed record VersionUsed(string Text)
{
    /// <summary>Sets the version headers, if a step has read the version of the request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="service">The word before the version: <c>masakari</c> for successes, <c>instance-ha</c> for errors.</param>
    public static void Announce(HttpContext http, string service)
    {
        if (http.Features.Get<VersionUsed>() is not { } used)
            return;
        http.Response.Headers[Microversion.Header] = $"{service} {used.Text}";
        http.Response.Headers.Vary = Microversion.Header;
    }
}
