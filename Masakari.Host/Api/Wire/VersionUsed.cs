namespace Masakari.Host.Api.Wire;

/// <summary>The version text that a request is answered with, once it has been read.</summary>
internal sealed record VersionUsed(string Text)
{
    /// <summary>Sets the version headers, unless the request never got as far as having a version.</summary>
    /// <param name="http">The request.</param>
    /// <param name="service">The word before the version: existing servers say <c>masakari</c> on success and <c>instance-ha</c> on faults.</param>
    public static void Announce(HttpContext http, string service)
    {
        if (http.Features.Get<VersionUsed>() is not { } used)
            return;
        http.Response.Headers[Microversion.Header] = $"{service} {used.Text}";
        http.Response.Headers.Vary = Microversion.Header;
    }
}
