using Microsoft.AspNetCore.Http.Features;

namespace Masakari.Host.Api.Edge;

/// <summary>The limit for the length of request bodies.</summary>
internal static class BodyLimit
{
    /// <summary>Compares a body with the limit. A body without Content-Length is read up to the limit, for later steps.</summary>
    /// <returns><see langword="false"/> when the body is longer than <paramref name="limit"/> bytes.</returns>
    public static async Task<bool> IsWithinAsync(HttpContext http, long limit)
    {
        if (http.Request.ContentLength is { } length)
            return length <= limit;
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return true;
        var body = new MemoryStream();
        var buffer = new byte[16384];
        int read;
        while (body.Length <= limit && (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
            body.Write(buffer, 0, read);
        body.Position = 0;
        http.Request.Body = body;
        return body.Length <= limit;
    }
}
