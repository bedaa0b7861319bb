namespace Masakari.Host.Api;

/// <summary>How the API presents itself.</summary>
internal sealed record ApiOptions
{
    /// <summary>The most rows of one listing, and how many it gives when not asked for fewer.</summary>
    public int MaxLimit { get; init; } = 1000;

    /// <summary>Stands in the place of scheme and host in hrefs; <see langword="null"/> = the request's own.</summary>
    public string? LinkPrefix { get; init; }

    /// <summary>What a project id in a path looks like: a regular expression for the whole segment.</summary>
    public string ProjectIdPattern { get; init; } = @"[0-9a-f\-]+";

    /// <summary>The longest body, in bytes.</summary>
    public long MaxBodyBytes { get; init; } = 114688;

    /// <summary>While this file exists, /healthcheck says 503.</summary>
    public string DisabledByFile { get; init; } = "/etc/masakari/healthcheck_disable";
}
