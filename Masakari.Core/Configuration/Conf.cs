namespace Masakari.Core.Configuration;

/// <summary>
/// The merged configuration of all files and the environment. The code that reads an option also gives its default and help: so every
/// option that is read is known. Mistakes are collected instead of thrown.
/// </summary>
public sealed class Conf
{
    private readonly IReadOnlyList<ConfFile> files;
    private readonly ILookup<(string Section, string Name), ConfEntry> entries;
    private readonly List<ConfError> errors;
    private readonly List<ConfError> warnings = [];

    internal Conf(IReadOnlyList<ConfFile> files, IEnumerable<ConfError> errors, OptionCatalog? known)
    {
        this.files = files;
        this.errors = [.. errors, .. files.SelectMany(file => file.Errors)];
        entries = files.SelectMany(file => file.Entries).ToLookup(entry => (SectionName.Normal(entry.Section), entry.Name));
        Options = known?.Copy() ?? new OptionCatalog(ForeignOptions.OfService);
        Substitution = new Substitution(this);
    }

    /// <summary>A configuration without any setting: every option has its default.</summary>
    public static Conf Empty => new([], [], null);

    /// <summary>The files that were read, the one that wins last.</summary>
    public IReadOnlyList<string> FilesRead { get; private init; } = [];

    /// <summary>The <c>--config-dir</c> folders that were read, or the default ones.</summary>
    public IReadOnlyList<string> FoldersRead { get; private init; } = [];

    /// <summary>What must be mended before the configuration can be used, so far: by file and line, then what stands nowhere.</summary>
    /// <remarks>Misspelt sections show only once everything was read: <see cref="ConfReview.Errors"/> has them as well.</remarks>
    public IReadOnlyList<ConfError> Errors => Sorted(errors);

    /// <summary>What the operator should know although the configuration can be used, so far.</summary>
    public IReadOnlyList<ConfError> Warnings => Sorted(warnings);

    /// <summary>The options outside any group, <c>[DEFAULT]</c>.</summary>
    public ConfSection Default => Section(SectionName.Default);

    /// <summary>The names of all sections that are written in a file or set by the environment, each once.</summary>
    public IReadOnlyList<string> SectionNames => [.. files
        .SelectMany(file => file.Headings.Select(heading => heading.Section).Concat(file.Entries.Select(entry => entry.Section)))
        .DistinctBy(SectionName.Normal)];

    /// <summary>The folders in which a file that an option names without a folder is looked for, the first one first.</summary>
    public IReadOnlyList<string> PlacesOfOtherFiles { get; private init; } = [];

    /// <summary>As <see cref="ConfSources.Project"/>.</summary>
    internal string Project { get; private init; } = ConfSources.Service;

    internal OptionCatalog Options { get; }

    internal Substitution Substitution { get; }

    internal IReadOnlyList<ConfFile> Files => files;

    /// <summary>Where the default files were looked for; empty when the files were named.</summary>
    internal IReadOnlyList<string> PlacesSearched { get; private init; } = [];

    /// <summary>One file given as text, without an environment.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="path">The name that stands in error messages.</param>
    /// <param name="known">The options that <c>$name</c> may refer to; by default those that were read before.</param>
    public static Conf Parse(string text, string path = "masakari.conf", OptionCatalog? known = null) =>
        new([ConfFile.Parse(text, path)], [], known) { FilesRead = [path] };

    /// <summary>
    /// Reads all files that <paramref name="sources"/> name. A missing or broken one is an error in <see cref="Errors"/>.
    /// </summary>
    /// <param name="sources">The arguments of the command line and the environment.</param>
    /// <param name="known">The options that <c>$name</c> may refer to; by default those that were read before.</param>
    public static Conf Load(ConfSources sources, OptionCatalog? known = null)
    {
        var search = ConfSearch.Of(sources);
        ConfFile[] files = [.. search.Files.Select(ConfFile.Read), ConfFile.FromEnvironment(sources.Environment)];
        return new Conf(files, search.Errors, known)
        {
            FilesRead = [.. files.Where(file => file.WasRead && search.Files.Contains(file.Path)).Select(file => file.Path)],
            FoldersRead = search.Folders,
            PlacesOfOtherFiles = [.. search.PlacesOfOtherFiles.Distinct()],
            Project = sources.Project,
            PlacesSearched = search.Files.Count == 0 ? [.. search.DefaultPlaces] : [],
        };
    }

    /// <summary>A section, which need not be written anywhere. Case is ignored, except that DEFAULT is upper case.</summary>
    public ConfSection Section(string name) => new(this, name);

    /// <summary>The options that have another value here than in an earlier configuration.</summary>
    /// <param name="before">The earlier configuration. All rooms have read their options from both.</param>
    public IEnumerable<ConfOption> ChangedSince(Conf before) =>
        Options.Own.Where(option => (Find(option)?.Value ?? option.Default) != (before.Find(option)?.Value ?? option.Default));

    /// <summary>Adds to <see cref="Errors"/> a mistake in another file that the configuration names; the same mistake once.</summary>
    public void Fail(ConfError error) => AddOnce(errors, error);

    /// <summary>Adds to <see cref="Warnings"/> a warning about another file that the configuration names; the same warning once.</summary>
    public void Warn(ConfError warning) => AddOnce(warnings, warning);

    internal IReadOnlyList<ConfEntry> EntriesOf(string section, string name) => [.. entries[(SectionName.Normal(section), name)]];

    /// <summary>The entry that counts, looked up under the current name and then under the older ones.</summary>
    internal ConfEntry? Find(ConfOption option) => option.Names
        .Select(name => EntriesOf(name.Section, name.Name) is [.., var last] ? last : null)
        .FirstOrDefault(entry => entry is not null);

    internal IReadOnlyList<ConfError> Sorted(IEnumerable<ConfError> some)
    {
        var order = files.Select(file => file.Path).Distinct().Index().ToDictionary(file => file.Item, file => file.Index);
        return [.. some.OrderBy(error => order.GetValueOrDefault(error.Place ?? "", int.MaxValue)).ThenBy(error => error.Line)];
    }

    private static void AddOnce(List<ConfError> list, ConfError error)
    {
        if (!list.Contains(error))
            list.Add(error);
    }
}
