using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Masakari.Host.Api.Edge;

/// <summary>The CORS headers of answers below <c>/v1</c>, including errors.</summary>
internal sealed class Cors(CorsOptions options)
{
    private static readonly string[] SimpleHeaders =
        ["Accept", "Accept-Language", "Content-Type", "Cache-Control", "Content-Language", "Expires", "Last-Modified", "Pragma"];

    /// <summary>Adds the headers of a preflight answer at once. Other answers get theirs when they start.</summary>
    public void AddHeaders(HttpContext http)
    {
        if (options.ByOrigin.Count == 0 || options.Find(http.Request.Headers.Origin.ToString()) is not { } found)
            return;
        if (HttpMethods.IsOptions(http.Request.Method))
            AnswerPreflight(http, found.Origin, found.Rule);
        else
            http.Response.OnStarting(() => AddHeadersAsync(http.Response.Headers, found.Origin, found.Rule));
    }

    private static Task AddHeadersAsync(IHeaderDictionary headers, string origin, CorsRule rule)
    {
        headers.Vary = headers.Vary.Count == 0 ? HeaderNames.Origin : $"{headers.Vary},{HeaderNames.Origin}";
        Allow(headers, origin, rule);
        if (rule.ExposedHeaders.Count > 0)
            headers.AccessControlExposeHeaders = string.Join(',', rule.ExposedHeaders);
        return Task.CompletedTask;
    }

    private static void AnswerPreflight(HttpContext http, string origin, CorsRule rule)
    {
        var method = http.Request.Headers.AccessControlRequestMethod.ToString();
        var wanted = http.Request.Headers.AccessControlRequestHeaders.ToString()
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!rule.Methods.Contains(method, StringComparer.Ordinal)
            || wanted.Except(rule.Headers.Concat(SimpleHeaders), StringComparer.OrdinalIgnoreCase).Any())
            return;
        var headers = http.Response.Headers;
        headers.Vary = HeaderNames.Origin;
        Allow(headers, origin, rule);
        if (rule.MaxAge > 0)
            headers.AccessControlMaxAge = rule.MaxAge.ToString(CultureInfo.InvariantCulture);
        headers.AccessControlAllowMethods = method;
        if (wanted.Length > 0)
            headers.AccessControlAllowHeaders = string.Join(',', wanted);
    }

    private static void Allow(IHeaderDictionary headers, string origin, CorsRule rule)
    {
        headers.AccessControlAllowOrigin = origin;
        if (rule.Credentials)
            headers.AccessControlAllowCredentials = "true";
    }
}
