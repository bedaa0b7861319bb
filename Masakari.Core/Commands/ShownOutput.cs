using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Masakari.Core.Commands;

/// <summary>
/// The output of a command as the log and the API may show it: one line of at most 4 KiB without control characters. Secrets are masked:
/// those that the command's own line gives away, and what looks like one.
/// </summary>
internal static partial class ShownOutput
{
    /// <summary>In bytes of UTF-8.</summary>
    public const int Longest = 4096;

    private const string Mask = "***";
    private const string Rest = " …";
    private const int ShortestSecret = 4;

    /// <param name="output">What the command wrote.</param>
    /// <param name="secrets">Texts that must not be shown.</param>
    public static string Of(string output, IEnumerable<string> secrets)
    {
        var line = ToLine(output);
        foreach (var secret in secrets.Where(secret => secret.Length >= ShortestSecret).OrderByDescending(secret => secret.Length))
            line = line.Replace(ToLine(secret), Mask, StringComparison.Ordinal);
        line = UrlPassword().Replace(line, Mask);
        line = Login().Replace(line, "${key}" + Mask);
        line = NamedSecret().Replace(line, "${key}" + Mask);
        return Cut(PasswordArgument().Replace(line, "${key}" + Mask));
    }

    /// <summary>The arguments of a command line that are secrets: those after an option such as <c>--password</c> or <c>-P</c>.</summary>
    public static IReadOnlyList<string> SecretsOf(IReadOnlyList<string> arguments) =>
    [
        .. arguments.Skip(1).Zip(arguments, (value, option) => PasswordOption().IsMatch(option) ? value : null).OfType<string>(),
        .. arguments.Select(argument => AssignedSecret().Match(argument)).Where(match => match.Success)
            .Select(match => match.Groups["value"].Value),
    ];

    /// <summary>Control and format characters, such as line breaks, colours and changes of direction, become blanks; several become one.</summary>
    private static string ToLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsBlank(rune)) line.Append(rune);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }

    private static bool IsBlank(Rune rune) => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static string Cut(string line)
    {
        if (Encoding.UTF8.GetByteCount(line) <= Longest) return line;
        var (room, cut) = (Longest - Encoding.UTF8.GetByteCount(Rest), new StringBuilder());
        foreach (var rune in line.EnumerateRunes())
        {
            if ((room -= rune.Utf8SequenceLength) < 0) break;
            cut.Append(rune);
        }

        return cut.Append(Rest).ToString();
    }

    [GeneratedRegex(@"(?<=://[^\s/:@]*:)[^\s@]+(?=@)")]
    private static partial Regex UrlPassword();

    [GeneratedRegex(@"(?<key>\b(?:Basic|Bearer|Digest) )\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Login();

    [GeneratedRegex(
        @"(?<key>[\w-]*(?:passw(?:or)?d|passphrase|passcode|\bpwd|secret|token|credential|api_?-?key|community)[\w-]*[""']? ?[:=] ?)"
        + @"(?:""[^""]*""?|'[^']*'?|\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex NamedSecret();

    [GeneratedRegex(@"(?<key>(?:^|\s)(?:-[pP]|--?pass(?:w(?:or)?d)?) )\S+")]
    private static partial Regex PasswordArgument();

    [GeneratedRegex(@"^(?:-[pP]|--?(?:[\w-]*(?:pass|pwd|secret|token|credential|key)[\w-]*))$", RegexOptions.IgnoreCase)]
    private static partial Regex PasswordOption();

    [GeneratedRegex(@"^--?[\w-]*(?:pass|pwd|secret|token|credential|key)[\w-]*=(?<value>.+)$|://[^\s/:@]*:(?<value>[^\s@]+)@", RegexOptions.IgnoreCase)]
    private static partial Regex AssignedSecret();
}
