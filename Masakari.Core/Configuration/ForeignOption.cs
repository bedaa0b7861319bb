namespace Masakari.Core.Configuration;

/// <summary>What we say when an operator sets an option that has no work to do here.</summary>
internal enum ForeignKind
{
    /// <summary>Nothing.</summary>
    Accept,

    /// <summary>It stands in the one list of such settings at start.</summary>
    Note,

    /// <summary>A warning, since ignoring it could surprise.</summary>
    Warn,
}

/// <summary>Options of the original that we know and do nothing with.</summary>
/// <param name="Kind">How loud we are about it.</param>
/// <param name="Section">The section; <c>name.*</c> for a family of them.</param>
/// <param name="Name">The option; a <c>*</c> at its end stands for any ending.</param>
/// <param name="Default">The value that is as good as none, so nothing is said about it.</param>
/// <param name="Text">What becomes of its work.</param>
internal sealed record ForeignOption(ForeignKind Kind, string Section, string Name, string? Default, string Text)
{
    public bool Fits(string section, string name) => FitsSection(section) && Matches(Name, name);

    public bool FitsSection(string section) => Matches(SectionName.Normal(Section), SectionName.Normal(section));

    public ConfOption ToOption(string name) => new() { Section = Section, Name = name, Type = "", Default = Default };

    /// <summary>Whether <paramref name="value"/> is the default, however a truth value is spelt.</summary>
    public bool IsDefault(string value) =>
        value == Default
        || (ConfTypes.Bool.TryParse(Default ?? "", out var usual) && ConfTypes.Bool.TryParse(value, out var given) && usual == given);

    private static bool Matches(string pattern, string text) =>
        pattern.EndsWith('*') ? text.StartsWith(pattern[..^1], StringComparison.Ordinal) : pattern == text;
}
