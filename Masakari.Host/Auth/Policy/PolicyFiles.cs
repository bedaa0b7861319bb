using Masakari.Core.Configuration;

namespace Masakari.Host.Auth.Policy;

/// <summary>The files that make up the policy: the main one, then those of the folders in the order of their names.</summary>
internal sealed class PolicyFiles(PolicyOptions options)
{
    private const string UsualName = "policy.yaml", FormerName = "policy.json";

    /// <summary>Which files there are now. Cheap: nothing is read.</summary>
    public IReadOnlyList<FileStamp> Look()
    {
        var stamps = new List<FileStamp>();
        if (Main() is { } main)
            stamps.Add(main);
        foreach (var (index, folder) in options.Folders.Index())
            stamps.AddRange(Of(folder, index + 1));
        return stamps;
    }

    /// <summary>Reads them.</summary>
    /// <param name="stamps">The files that are there.</param>
    /// <param name="gone">Files that are not, and whose rules stay.</param>
    public PolicyReading Read(IReadOnlyList<FileStamp> stamps, params IEnumerable<LoadedFile> gone)
    {
        var files = stamps.Select(stamp => new LoadedFile(stamp, Content(stamp)))
            .Concat(gone)
            .OrderBy(file => file.Stamp.Rank).ThenBy(file => file.Stamp.Slot.Name, StringComparer.Ordinal)
            .ToList();
        return new PolicyReading(files, PolicyRules.Of(files.SelectMany(file => file.Content.Rules), options.DefaultRule));
    }

    /// <summary>What the operator should know of it: the form that the original has given up.</summary>
    public static ConfError? Remark(FileStamp stamp) => stamp.IsMain && stamp.Path.EndsWith(".json", StringComparison.Ordinal)
        ? new ConfError(stamp.Path, 0, null, "policies in JSON are deprecated: rename it to policy.yaml, YAML reads JSON")
        : null;

    private PolicyFile Content(FileStamp stamp) =>
        stamp.Mark.Length == 0 && !options.ReadsPipes ? PolicyFile.Empty : PolicyFile.Read(stamp.Path);

    private FileStamp? Main() =>
        Candidates(options.File).Concat(options.File == UsualName ? Candidates(FormerName) : [])
            .Select(path => FileStamp.Of(path, rank: 0))
            .FirstOrDefault(stamp => stamp is not null);

    private IEnumerable<FileStamp> Of(string folder, int rank) =>
        Candidates(folder).FirstOrDefault(Directory.Exists) is not { } found ? []
        : Directory.GetFiles(found)
            .Where(path => !Path.GetFileName(path).StartsWith('.'))
            .Order(StringComparer.Ordinal)
            .Select(path => FileStamp.Of(path, rank))
            .OfType<FileStamp>();

    private IEnumerable<string> Candidates(string name) =>
        Path.IsPathRooted(name) ? [name] : options.Places.Select(place => Path.Combine(place, name));
}
