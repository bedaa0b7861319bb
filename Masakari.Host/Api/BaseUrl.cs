namespace Masakari.Host.Api;

/// <summary>What the hrefs of the version documents begin with.</summary>
internal static class BaseUrl
{
    /// <returns>Scheme, host and leading path, ending in a slash.</returns>
    public static string Of(HttpRequest request, ApiOptions options) =>
        (options.LinkPrefix ?? $"{request.Scheme}://{request.Host}{request.PathBase}").TrimEnd('/') + "/";
}
