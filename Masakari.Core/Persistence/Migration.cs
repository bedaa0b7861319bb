using System.Globalization;
using System.Text.RegularExpressions;

namespace Masakari.Core.Persistence;

/// <summary>One step of the schema, from the files in Migrations/NNNN_name.{mysql,sqlite}.sql.</summary>
internal sealed partial record Migration
{
    public required int Version { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>All steps for a dialect, in order.</summary>
    public static IReadOnlyList<Migration> All(string dialect)
    {
        var assembly = typeof(Migration).Assembly;
        return assembly.GetManifestResourceNames()
            .Select(name => FileName().Match(name))
            .Where(match => match.Success && match.Groups["dialect"].Value == dialect)
            .Select(match => new Migration
            {
                Version = int.Parse(match.Groups["version"].Value, CultureInfo.InvariantCulture),
                Name = match.Groups["name"].Value,
                Statements = Split(ReadAll(assembly.GetManifestResourceStream(match.Value)!)),
            })
            .OrderBy(migration => migration.Version)
            .ToList();
    }

    private static string ReadAll(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    // A statement ends with a semicolon at the end of a line; a comment has a line to itself.
    private static List<string> Split(string sql) =>
        string.Join('\n', sql.ReplaceLineEndings("\n").Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)))
            .Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .ToList();

    [GeneratedRegex(@"^.*\.Migrations\.(?<version>\d{4})_(?<name>\w+)\.(?<dialect>mysql|sqlite)\.sql$")]
    private static partial Regex FileName();
}
