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
    public static IReadOnlyList<Migration> All(string dialect) =>
    [
        .. EmbeddedSql.Find(FileName())
            .Where(file => file.Name["dialect"].Value == dialect)
            .Select(file => new Migration
            {
                Version = int.Parse(file.Name["version"].Value, CultureInfo.InvariantCulture),
                Name = file.Name["name"].Value,
                Statements = file.Statements,
            })
            .OrderBy(migration => migration.Version),
    ];

    [GeneratedRegex(@"^.*\.Migrations\.(?<version>\d{4})_(?<name>\w+)\.(?<dialect>mysql|sqlite)\.sql$")]
    private static partial Regex FileName();
}
