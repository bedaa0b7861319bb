using Microsoft.Extensions.Logging;

namespace Masakari.Core.Configuration;

/// <summary>Everything to tell the operator about a configuration, once all rooms have read it.</summary>
public sealed class ConfReview
{
    private readonly Conf conf;

    private ConfReview(Conf conf)
    {
        this.conf = conf;
        var unknown = UnknownNames.In(conf);
        ConfError[] notRead = IsMissing ? [Missing()] : [.. conf.Errors.Where(error => error.IsWholeSource)];
        Errors = notRead.Length > 0 ? notRead : conf.Sorted([.. conf.Errors, .. unknown.Errors]);
        Warnings = notRead.Length > 0 ? [] : conf.Sorted([.. conf.Warnings, .. unknown.Warnings, .. new IdleSettings(conf).Warnings]);
    }

    /// <summary>
    /// All mistakes; not empty means exit code 2. While a file cannot be read, only that: the other mistakes may follow from it.
    /// </summary>
    public IReadOnlyList<ConfError> Errors { get; }

    /// <summary>Unknown names, old names, and settings without effect that the operator may rely on.</summary>
    public IReadOnlyList<ConfError> Warnings { get; }

    /// <summary>One line that lists the other settings without effect; <see langword="null"/> when there are none.</summary>
    public string? Notes => Errors.Any(error => error.IsWholeSource) ? null : new IdleSettings(conf).Notes;

    /// <summary>The variables of the environment that set a known option; their names only.</summary>
    public IReadOnlyList<string> EnvironmentOverrides => [.. conf.Files
        .SelectMany(file => file.Entries)
        .Where(entry => entry.IsEnvironment && conf.Options.Knows(entry.Section, entry.Name))
        .Select(entry => entry.Path)];

    private bool IsMissing => conf.FilesRead.Count == 0 && conf.Errors.All(error => error.Place is null) && EnvironmentOverrides.Count == 0;

    /// <summary>Reviews a configuration that all rooms have read.</summary>
    public static ConfReview Of(Conf conf) => new(conf);

    /// <summary>
    /// The whole way: learns the known options from a first reading without settings, loads the files, reads them, reviews them.
    /// </summary>
    /// <param name="sources">Where the configuration comes from.</param>
    /// <param name="readAll">Lets every room read its options.</param>
    /// <returns>The options, to be used only when the review has no errors, and the review.</returns>
    public static (T Options, ConfReview Review) Read<T>(ConfSources sources, Func<Conf, T> readAll)
    {
        var conf = Conf.Load(sources, OptionCatalog.Of(empty => readAll(empty), ForeignOptions.Of(sources.Project)));
        var options = readAll(conf);
        return (options, Of(conf));
    }

    /// <summary>The errors that keep a command which needs one section alone from using that section.</summary>
    public IReadOnlyList<ConfError> ErrorsOf(string section) => [.. Errors.Where(error => Concerns(error, section))];

    /// <summary>The warnings that may explain an error of one section.</summary>
    public IReadOnlyList<ConfError> WarningsOf(string section) => [.. Warnings.Where(warning => Concerns(warning, section))];

    /// <summary>What a service says at startup, in this order; at debug level also every effective value, secrets masked.</summary>
    /// <param name="program">Name and version, such as "Masakari 1.0.0".</param>
    public IEnumerable<(LogLevel Level, string Text)> StartMessages(string program)
    {
        yield return (LogLevel.Information, $"{program}, configured by {string.Join("; ", Origins())}");
        foreach (var warning in Warnings)
            yield return (LogLevel.Warning, warning.ToString());
        if (Notes is { } notes)
            yield return (LogLevel.Information, notes);
        foreach (var value in EffectiveValues.Of(conf))
            yield return (LogLevel.Debug, value);
    }

    private static bool Concerns(ConfError error, string section) =>
        error.Section is null || SectionName.Normal(error.Section) == SectionName.Normal(section);

    private IEnumerable<string> Origins()
    {
        yield return conf.FilesRead.Count == 0 ? "no file" : string.Join(", ", conf.FilesRead);
        if (conf.FoldersRead.Count > 0)
            yield return "folders " + string.Join(", ", conf.FoldersRead);
        if (EnvironmentOverrides.Count > 0)
            yield return "environment " + string.Join(", ", EnvironmentOverrides);
    }

    private ConfError Missing() => new(null, 0, null, $"""
        no configuration found{(conf.PlacesSearched.Count == 0 ? "" : ", searched " + string.Join(", ", conf.PlacesSearched))}.
        Write at least these lines to one of these files, or to any file and name it with --config-file:

        {SampleHead.Of(conf.Project).LeastLines}
        """);
}
