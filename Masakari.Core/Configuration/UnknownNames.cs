namespace Masakari.Core.Configuration;

/// <summary>
/// Finds sections and options that nobody knows. The original ignores them in silence, so that a misspelt <c>[DEFAUL]</c> loses half a
/// configuration; here that is an error, and everything else unknown is a warning.
/// </summary>
internal sealed class UnknownNames(Conf conf)
{
    private readonly List<ConfError> errors = [];
    private readonly List<ConfError> warnings = [];
    private readonly ILookup<string, string> namesBySection = conf.Options.AllNames().ToLookup(name => name.Section, name => name.Name);
    private readonly ILookup<string, string> sectionsByName = conf.Options.AllNames().ToLookup(name => name.Name, name => name.Section);

    public IReadOnlyList<ConfError> Errors => errors;

    public IReadOnlyList<ConfError> Warnings => warnings;

    public static UnknownNames In(Conf conf)
    {
        var unknown = new UnknownNames(conf);
        foreach (var file in conf.Files)
        {
            foreach (var heading in file.Headings.DistinctBy(heading => SectionName.Normal(heading.Section)))
                unknown.Look(heading, [.. file.Entries.Where(entry => SectionName.Normal(entry.Section) == SectionName.Normal(heading.Section))]);
            foreach (var entry in file.Entries)
                unknown.Look(entry);
        }

        return unknown;
    }

    private void Look(ConfHeading heading, IReadOnlyList<ConfEntry> lost)
    {
        if (conf.Options.KnowsSection(heading.Section))
            return;
        var nearest = NearestSection(heading.Section, lost);
        var name = nearest is null ? $"unknown section [{heading.Section}]" : $"unknown section [{heading.Section}], did you mean [{nearest}]?";
        if (nearest is not null && lost.Any(entry => conf.Options.Knows(nearest, entry.Name)))
            errors.Add(At(heading, $"{name} {Count(lost)} ignored: {Listed(lost, _ => "")}") with { Section = nearest });
        else
            warnings.Add(At(heading, lost.Count == 0 ? name : $"{name}{(nearest is null ? ":" : "")} {Count(lost)} ignored: {Listed(lost, Home)}"));
    }

    private void Look(ConfEntry entry)
    {
        var sectionKnown = conf.Options.KnowsSection(entry.Section);
        if (conf.Options.Knows(entry.Section, entry.Name) || (!sectionKnown && !entry.IsEnvironment))
            return;
        var nearest = Spelling.Nearest(entry.Name, namesBySection[SectionName.Normal(entry.Section)]);
        var home = Home(entry);
        var hint = nearest is not null && (Spelling.Same(nearest, entry.Name) || home.Length == 0) ? $", did you mean {nearest}?" : home;
        warnings.Add(ConfError.At(entry, "unknown option" + hint));
    }

    // Of several sections that are as near, the one that knows most of the options is meant.
    private string? NearestSection(string section, IReadOnlyList<ConfEntry> lost) =>
        namesBySection.OrderByDescending(known => lost.Count(entry => known.Contains(entry.Name)))
            .FirstOrDefault(known => Spelling.IsNear(section, known.Key))?.Key;

    private string Home(ConfEntry entry) =>
        sectionsByName[entry.Name].Distinct().ToArray() is { Length: 1 or 2 } homes
            ? $", belongs in {string.Join(" or ", homes.Select(home => $"[{home}]"))}"
            : "";

    private static string Count(IReadOnlyList<ConfEntry> lost) => lost.Count == 1 ? "1 option in it is" : $"{lost.Count} options in it are";

    private static string Listed(IReadOnlyList<ConfEntry> lost, Func<ConfEntry, string> remark) =>
        string.Join(", ", lost.Select(entry => $"{entry.Name} (line {entry.Line}{remark(entry)})"));

    private static ConfError At(ConfHeading heading, string message) => new(heading.Path, heading.Line, null, message);
}
