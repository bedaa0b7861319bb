using System.Text.RegularExpressions;
using Masakari.Core.OpenStack.Identity;

namespace Masakari.Host.Auth;

/// <summary>Whether an access rule of an application credential allows a request.</summary>
internal static partial class AccessRuleMatch
{
    /// <param name="rule">The rule: in its path <c>*</c> and <c>{name}</c> stand for what lies between two slashes, <c>**</c> for anything.</param>
    /// <param name="serviceType">What this service is called.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The whole path, <c>/v1</c> included.</param>
    public static bool Allows(AccessRule rule, string serviceType, string method, string path) =>
        rule.Service == serviceType && rule.Method.Equals(method, StringComparison.OrdinalIgnoreCase) && Pattern(rule.Path).IsMatch(path);

    // The paths come from users: a form of matching that can't be made slow.
    private static Regex Pattern(string path) => new(
        $@"^{Pieces().Replace(path, Meaning)}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static string Meaning(Match piece) => piece.Value switch
    {
        "**" => ".*",
        "*" or ['{', .., '}'] => "[^/]+",
        var literal => Regex.Escape(literal),
    };

    [GeneratedRegex(@"\*\*|\*|\{[^{}]*\}|[^*{]+|\{")]
    private static partial Regex Pieces();
}
