using System.Text.RegularExpressions;

namespace Masakari.Core.Persistence;

/// <summary>
/// A revision of the original's schema and the SQL that leads to it from the revision before: the files
/// Migrations/Original/REVISION_name.{mysql,sqlite}.sql.
/// </summary>
internal sealed partial record OriginalRevision(string Name, IReadOnlyList<string> Statements)
{
    public const string Head = "13adff5efb9a";

    /// <summary>The original's revisions, oldest first.</summary>
    private static readonly string[] Chain = ["8f848eb45d03", "8bdf5929c5a6", Head];

    /// <summary>The version number of the first revision in the original's older migration tool; each later revision is one more.</summary>
    private const int FirstOldVersion = 7;

    public static bool Knows(string name) => Chain.Contains(name);

    /// <summary>The revision of a version of the older tool, or <see langword="null"/>.</summary>
    public static string? OfOldVersion(int version) => version is FirstOldVersion or FirstOldVersion + 1 ? Chain[version - FirstOldVersion] : null;

    /// <summary>The newest revision that the older tool knew.</summary>
    public static string LastOfOldTool => Chain[1];

    /// <summary>The revisions after the given one, in order.</summary>
    public static IReadOnlyList<OriginalRevision> After(string name, string dialect)
    {
        var files = EmbeddedSql.Find(FileName()).Where(file => file.Name["dialect"].Value == dialect)
            .ToDictionary(file => file.Name["revision"].Value, file => file.Statements);
        return [.. Chain.Skip(Array.IndexOf(Chain, name) + 1).Select(next => new OriginalRevision(next, files[next]))];
    }

    [GeneratedRegex(@"^.*\.Migrations\.Original\.(?<revision>[0-9a-f]{12})_\w+\.(?<dialect>mysql|sqlite)\.sql$")]
    private static partial Regex FileName();
}
