namespace Masakari.Host.Auth.Policy;

/// <summary>A rule as it stands in a file.</summary>
internal sealed record WrittenRule(string Path, int Line, string Name)
{
    /// <summary>The expression; <see langword="null"/> when the rule has the form of a list.</summary>
    public string? Expression { get; init; }

    /// <summary>The form of a list: alternatives, each a list of checks.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Alternatives { get; init; } = [];

    public (IPolicyCheck Check, IReadOnlyList<string> Problems) Parse() =>
        Expression is { } text ? PolicyParser.Parse(text) : PolicyParser.Parse(Alternatives);
}
