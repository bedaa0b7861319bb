using System.Text.RegularExpressions;

namespace Masakari.Core.Configuration;

/// <summary>Puts the values of other options in the place of <c>$name</c>, <c>${name}</c> and <c>$group.name</c>.</summary>
internal sealed partial class Substitution(Conf conf)
{
    /// <summary>Gives <see langword="null"/>, and an error in the configuration, when a reference leads nowhere.</summary>
    /// <remarks>
    /// A secret is different: a password with a <c>$</c> in it is more likely than a reference, so an unknown name is plain text, with a warning that
    /// tells nothing of it.
    /// </remarks>
    public string? Apply(ConfEntry entry, bool secret)
    {
        var dead = new List<string>();
        var text = Expand(entry.Section, entry.Value, [(SectionName.Normal(entry.Section), entry.Name)], dead);
        if (dead.Count == 0)
            return text;
        if (secret)
        {
            conf.Warn(ConfError.At(entry, "a $ before a letter refers to another option, but no option has that name. The $ is taken as "
                + "plain text; write $$ for a $"));
            return text;
        }

        conf.Fail(ConfError.At(entry, $"refers to {dead[0]}"));
        return null;
    }

    private string Expand(string section, string value, (string, string)[] inside, List<string> dead) =>
        Reference().Replace(value.Replace(@"\$", "$$", StringComparison.Ordinal), found =>
        {
            if (found.ValueSpan is "$$")
                return "$";
            var name = found.Groups["name"].Value;
            if (Option(section, name) is not { } option)
                dead.Add($"{found.Value}, which is not a known option (write $$ for a $)");
            else if (inside.Contains((SectionName.Normal(option.Section), option.Name)))
                dead.Add($"{found.Value}, which refers back to this option");
            else
                return ValueOf(option, inside, dead);
            return found.Value;
        });

    private string ValueOf(ConfOption option, (string, string)[] inside, List<string> dead) =>
        (conf.Find(option)?.Value ?? option.Default) is { } value
            ? Expand(option.Section, value, [.. inside, (SectionName.Normal(option.Section), option.Name)], dead)
            : "";

    private ConfOption? Option(string section, string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return conf.Options.Find(section, name) ?? conf.Options.Find(SectionName.Default, name);
        var group = SectionName.Normal(name[..dot]);
        return group == SectionName.Default ? null : conf.Options.Find(group, name[(dot + 1)..]);
    }

    [GeneratedRegex(@"\$(\$|(?<name>[_a-z][._a-z0-9]*)|\{(?<name>[_a-z][._a-z0-9]*)\})", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
