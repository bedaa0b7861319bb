using System.Text.RegularExpressions;
using Masakari.Core.Configuration;

namespace Masakari.Host.Api.Routing;

/// <summary>The options of the API.</summary>
internal sealed record ApiOptions
{
    /// <summary>The highest number of items on one page of a list, and the number without <c>limit</c>.</summary>
    public int MaxLimit { get; init; } = 1000;

    /// <summary>The URL that replaces scheme and host in links; <see langword="null"/> = scheme and host of the request.</summary>
    public string? LinkPrefix { get; init; }

    /// <summary>The regular expression for a project id in a path.</summary>
    public string ProjectIdPattern { get; init; } = @"[0-9a-f\-]+";

    /// <summary>The highest length of a request body, in bytes.</summary>
    public long MaxBodyBytes { get; init; } = 114688;

    /// <summary>Whether <c>GET /v1/openapi.json</c> describes the API, also without a token.</summary>
    public bool OpenApi { get; init; } = true;

    internal static ApiOptions Read(Conf conf) => new()
    {
        MaxLimit = conf.Default.Int("osapi_max_limit", 1000, "The highest number of items on one page of a list.", min: 1),
        LinkPrefix = conf.Default.Text(
            "osapi_masakari_link_prefix", null,
            "The URL that replaces scheme and host in links; a path in it comes before the path of the link. Unset = as in the request."),
        ProjectIdPattern = Pattern(conf.Section("osapi_v1")),
        MaxBodyBytes = conf.Section("oslo_middleware").Int(
            "max_request_body_size", 114688,
            "The maximum size of a request body, in bytes.", min: 1, was: ["DEFAULT.osapi_max_request_body_size"]),
        OpenApi = conf.Section("api").Bool(
            "openapi", true, "Serve the OpenAPI description at /v1/openapi.json, to every client and without a token."),
    };

    private static string Pattern(ConfSection section)
    {
        const string Usual = @"[0-9a-f\-]+";
        var pattern = section.Text(
            "project_id_regex", null,
            "A regular expression for the project id in URLs. Unset = lower-case hexadecimal digits and dashes.") ?? Usual;
        try
        {
            _ = new Regex(pattern);
            return pattern;
        }
        catch (RegexParseException problem)
        {
            section.Error("project_id_regex", problem.Message);
            return Usual;
        }
    }
}
