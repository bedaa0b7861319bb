using Masakari.Host.Auth;

namespace Masakari.Host.Cli;

/// <summary>What <c>masakari policy check</c> is asked.</summary>
/// <param name="File">The one file to look at; <see langword="null"/> = those of the configuration.</param>
/// <param name="Rule">The one rule to ask; <see langword="null"/> = all.</param>
/// <param name="Caller">Who would call.</param>
internal sealed record PolicyCheckWish(string? File, string? Rule, RequestContext Caller)
{
    /// <summary>Whether the question is about a caller at all.</summary>
    public bool IsAboutCaller { get; init; }
}
