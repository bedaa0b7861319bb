using System.Text.RegularExpressions;

namespace Masakari.Core.Persistence;

/// <summary>The SQL files in the assembly's resources.</summary>
internal static class EmbeddedSql
{
    /// <summary>The files whose resource name matches, with the matched parts of the name, and their statements.</summary>
    public static IEnumerable<(GroupCollection Name, IReadOnlyList<string> Statements)> Find(Regex resource)
    {
        var assembly = typeof(EmbeddedSql).Assembly;
        return assembly.GetManifestResourceNames()
            .Select(name => resource.Match(name))
            .Where(match => match.Success)
            .Select(match => (match.Groups, Split(ReadAll(assembly.GetManifestResourceStream(match.Value)!))));
    }

    private static string ReadAll(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    // A statement ends with a semicolon at the end of a line; a comment has a line to itself.
    private static IReadOnlyList<string> Split(string sql) =>
        string.Join('\n', sql.ReplaceLineEndings("\n").Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)))
            .Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .ToList();
}
