using System.Text.RegularExpressions;
using Masakari.Host.Auth.Policy.Checks;

namespace Masakari.Host.Auth.Policy;

/// <summary>Reads one check, such as <c>role:admin</c>.</summary>
internal static partial class SingleCheck
{
    /// <param name="text">The check, without blanks.</param>
    /// <param name="complain">Takes what is wrong with it; the check then lets nobody in.</param>
    public static IPolicyCheck Read(string text, Action<string> complain)
    {
        if (text is "@" or "!")
            return text == "@" ? FixedCheck.Always : FixedCheck.Never;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || text.Any(char.IsWhiteSpace))
            return Refused($"'{text}' is no check: a kind, a colon and a value are wanted, such as role:admin");
        var (kind, value) = (text[..colon], text[(colon + 1)..]);
        if (kind == "rule")
            return new RuleCheck(value);
        if (kind == "is_admin")
            return bool.TryParse(value, out var expected) ? new IsAdminCheck(expected) : Refused($"'{text}': is_admin is True or False");
        if (TargetText.Read(kind is "http" or "https" ? text : value) is not { } wanted)
            return Refused($"'{text}': a % stands only in %(key)s");
        return kind switch
        {
            "role" => new RoleCheck(wanted),
            "http" or "https" => new RemoteCheck(wanted),
            _ when Constant().Match(kind) is { Success: true } constant => new ConstantCheck(constant.Groups["text"].Value, wanted),
            _ when kind.IndexOfAny(['\'', '"', '(', ')']) >= 0 => Refused($"'{text}' is no check: quotes stand round the whole of a constant, before the colon"),
            _ => new CredentialCheck(kind, wanted),
        };

        FixedCheck Refused(string problem)
        {
            complain(problem);
            return FixedCheck.Unclear;
        }
    }

    [GeneratedRegex("""^(?:'(?<text>[^'\\]*)'|"(?<text>[^"\\]*)"|(?<text>True|False|None|-?(?:0|[1-9][0-9]*)))\z""")]
    private static partial Regex Constant();
}
