namespace Masakari.Core.Configuration;

/// <summary>Turns <see cref="ConfSources"/> into the files to read, the one that wins last.</summary>
internal sealed class ConfSearch(ConfSources sources)
{
    private readonly List<string> files = [];
    private readonly List<string> folders = [];
    private readonly List<ConfError> errors = [];

    public IReadOnlyList<string> Files => files;

    public IReadOnlyList<string> Folders => folders;

    public IReadOnlyList<ConfError> Errors => errors;

    /// <summary>The places of the default search, for the operator who has no configuration yet.</summary>
    public IEnumerable<string> DefaultPlaces => Places().Select(place => Path.Combine(place, sources.Project + ".conf"));

    /// <summary>Beside the configuration that was read, then where it would have been looked for.</summary>
    public IEnumerable<string> PlacesOfOtherFiles =>
        folders.Concat(files.AsEnumerable().Reverse().Select(file => Path.GetDirectoryName(Path.GetFullPath(file))!)).Concat(Places());

    public static ConfSearch Of(ConfSources sources)
    {
        var search = new ConfSearch(sources);
        if (!sources.Arguments.Any(argument => !argument.IsFolder))
            search.files.AddRange(search.Defaults(".conf", File.Exists));
        if (!sources.Arguments.Any(argument => argument.IsFolder))
            search.Defaults(".conf.d", Directory.Exists).ToList().ForEach(search.AddFolder);
        foreach (var argument in sources.Arguments)
        {
            if (argument.IsFolder)
                search.AddFolder(search.Expanded(argument.Path));
            else
                search.files.Add(search.Expanded(argument.Path));
        }

        return search;
    }

    private void AddFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            errors.Add(new ConfError(folder, 0, null, "no such folder") { IsWholeSource = true });
            return;
        }

        folders.Add(folder);
        files.AddRange(Directory.GetFiles(folder, "*.conf").Order(StringComparer.Ordinal));
    }

    private IEnumerable<string> Defaults(string suffix, Func<string, bool> exists) =>
        from name in sources.Programs.Prepend(sources.Project)
        let found = Places().Select(place => Path.Combine(place, name + suffix)).FirstOrDefault(exists)
        where found is not null
        select found;

    private IEnumerable<string> Places()
    {
        if (sources.Project == "masakari" && Variable("OS_MASAKARI_CONFIG_DIR") is { } chosen)
            yield return chosen;
        if (Home is { } home)
        {
            yield return Path.Combine(home, "." + sources.Project);
            yield return home;
        }

        yield return Path.Combine(sources.SystemFolder, sources.Project);
        yield return sources.SystemFolder;
        foreach (var snap in new[] { Variable("SNAP_COMMON"), Variable("SNAP") }.OfType<string>())
        {
            yield return Path.Combine(snap, "etc", sources.Project);
            yield return Path.Combine(snap, "etc");
        }
    }

    private string? Home => Variable("HOME") ?? Variable("USERPROFILE");

    private string? Variable(string name) => sources.Environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private string Expanded(string path) =>
        Home is { } home && (path == "~" || path.StartsWith("~/", StringComparison.Ordinal)) ? home + path[1..] : path;
}
