namespace Masakari.Core.Configuration;

/// <summary>The table of the original's options that do nothing here. An option that a room reads is the room's, whatever it says here.</summary>
internal sealed class ForeignOptions
{
    private readonly List<ForeignOption> options = [];

    private ForeignOptions(string table)
    {
        string[] sections = [];
        foreach (var line in table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            if (line[0] == '[')
                sections = line.Trim('[', ']').Split("] [");
            else
                options.AddRange(sections.SelectMany(section => Row(section, line)));
        }
    }

    public static ForeignOptions OfService { get; } = Load(ConfSources.Service);

    public static ForeignOptions OfMonitors { get; } = Load(ConfSources.Monitors);

    /// <summary>The names without those that stand for many.</summary>
    public IEnumerable<(string Section, string Name)> Names =>
        from option in options
        where !option.Name.EndsWith('*') && !option.Section.EndsWith('*')
        select (SectionName.Normal(option.Section), option.Name);

    public ForeignOption? Find(string section, string name) => options.Find(option => option.Fits(section, name));

    public bool HasSection(string section) => options.Exists(option => option.FitsSection(section));

    /// <param name="project">As <see cref="ConfSources.Project"/>.</param>
    public static ForeignOptions Of(string project) => project == ConfSources.Monitors ? OfMonitors : OfService;

    private static ForeignOptions Load(string project)
    {
        using var stream = typeof(ForeignOptions).Assembly.GetManifestResourceStream($"Masakari.Core.Configuration.ForeignOptions.{project}.txt")!;
        using var reader = new StreamReader(stream);
        return new ForeignOptions(reader.ReadToEnd());
    }

    // kind name name=default … | text
    private static IEnumerable<ForeignOption> Row(string section, string line)
    {
        var halves = line.Split('|', 2, StringSplitOptions.TrimEntries);
        var words = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var kind = Enum.Parse<ForeignKind>(words[0], ignoreCase: true);
        return from word in words.Skip(1)
               let parts = word.Split('=', 2)
               select new ForeignOption(kind, section, parts[0], parts.ElementAtOrDefault(1), halves.ElementAtOrDefault(1) ?? "");
    }
}
