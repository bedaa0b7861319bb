using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Masakari.Host.Service;

namespace Masakari.Host.Cli;

/// <summary>Options and arguments whose errors say what a value must be. The parser's own errors name types of .NET.</summary>
internal static class Typed
{
    public static Argument<Guid> Uuid(string help) => new("UUID")
    {
        Description = help,
        CustomParser = given => Guid.TryParse(given.Tokens[0].Value, out var uuid)
            ? uuid : Refuse<Guid>(given, $"'{given.Tokens[0].Value}' is not a UUID"),
    };

    public static Argument<Guid?> OptionalUuid(string help) => new("UUID")
    {
        Description = help,
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = given => given.Tokens.Count == 0 ? null
            : Guid.TryParse(given.Tokens[0].Value, out var uuid) ? uuid
            : Refuse<Guid?>(given, $"'{given.Tokens[0].Value}' is not a UUID"),
    };

    /// <summary>Any number of some words, each once.</summary>
    public static Argument<string[]> Names(string name, string help, IReadOnlyCollection<string> known) => new(name)
    {
        Description = $"{help} {string.Join(", ", known)}.",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = given => given.Tokens.Select(token => token.Value).FirstOrDefault(word => !known.Contains(word)) is { } unknown
            ? Refuse<string[]>(given, $"{name} must be one of {string.Join(", ", known)}, not '{unknown}'")
            : [.. given.Tokens.Select(token => token.Value).Distinct()],
    };

    public static Option<int> Number(string name, string help, int usual, int least, int most) => new(name)
    {
        Description = $"{help} {least} to {most}.",
        HelpName = "N",
        DefaultValueFactory = _ => usual,
        CustomParser = given =>
        {
            var text = given.Tokens[0].Value;
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most
                ? number
                : Refuse<int>(given, $"{name} must be a whole number from {least} to {most}, not '{text}'");
        },
    };

    /// <summary>A whole number, the range of which the verb checks.</summary>
    public static Option<long> Integer(string name, string alias, string help, long usual) => new(name, alias)
    {
        Description = help,
        HelpName = "N",
        DefaultValueFactory = _ => usual,
        CustomParser = given =>
        {
            var text = given.Tokens[0].Value;
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number : Refuse<long>(given, $"{name} must be a whole number, not '{text}'");
        },
    };

    public static Option<ServiceRole> Role(string name, string help)
    {
        var roles = Enum.GetValues<ServiceRole>().ToDictionary(role => role.ToString().ToLowerInvariant());
        return new Option<ServiceRole>(name)
        {
            Description = help,
            HelpName = "ROLE",
            CustomParser = given => roles.TryGetValue(given.Tokens[0].Value.ToLowerInvariant(), out var role)
                ? role
                : Refuse<ServiceRole>(given, $"{name} must be one of {string.Join(", ", roles.Keys)}, not '{given.Tokens[0].Value}'"),
        };
    }

    /// <summary>One of some words; <see langword="null"/> = the option was not given.</summary>
    public static Option<string?> Choice(string name, string alias, string help, params string[] words) => new(name, alias)
    {
        Description = help,
        HelpName = string.Join('|', words),
        CustomParser = given => words.Contains(given.Tokens[0].Value, StringComparer.Ordinal)
            ? given.Tokens[0].Value
            : Refuse<string?>(given, $"{name} must be one of {string.Join(", ", words)}, not '{given.Tokens[0].Value}'"),
    };

    /// <summary>A number and a unit: <c>90s</c>, <c>30m</c>, <c>2h</c>, <c>1d</c>.</summary>
    public static Option<TimeSpan?> Time(string name, string help) => new(name)
    {
        Description = help,
        HelpName = "TIME",
        CustomParser = given =>
        {
            var text = given.Tokens[0].Value;
            var unit = text.LastOrDefault() switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
            return unit > 0 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is > 0 and < 10_000
                ? TimeSpan.FromSeconds((double)number * unit)
                : Refuse<TimeSpan?>(given, $"{name} must be a time such as 90s, 30m, 2h or 1d, not '{text}'");
        },
    };

    private static T? Refuse<T>(ArgumentResult given, string message)
    {
        given.AddError(message);
        return default;
    }
}
