using System.Text.RegularExpressions;
using Dapper;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Persistence;

/// <summary>A database as the Python original left it at one of its revisions, with rows.</summary>
internal sealed partial class OriginalDatabase : IAsyncDisposable
{
    private static readonly string[] Revisions = ["8f848eb45d03", "8bdf5929c5a6", "13adff5efb9a"];

    private readonly bool isMariaDb;

    private OriginalDatabase(DatabaseOptions options, bool isMariaDb)
    {
        (Options, this.isMariaDb) = (options, isMariaDb);
        Database = new Database(options, Clock, NullLogger<Database>.Instance);
        Migrator = new Migrator(Database, options, Clock, NullLogger<Migrator>.Instance);
    }

    public SettableClock Clock { get; } = new();

    public DatabaseOptions Options { get; }

    public Database Database { get; }

    public Migrator Migrator { get; }

    /// <param name="kind">One of <see cref="OnEveryDatabase.Kinds"/>.</param>
    /// <param name="revision">The original's last revision; it is not stamped.</param>
    public static async Task<OriginalDatabase> CreateAsync(string kind, string revision)
    {
        var isMariaDb = kind == "MariaDB";
        var url = isMariaDb ? await (await MariaDbServer.SharedAsync()).CreateDatabaseAsync() : DatabaseUrl.Parse("sqlite://");
        var original = new OriginalDatabase(new DatabaseOptions { Url = url }, isMariaDb);
        foreach (var step in Revisions.Take(Array.IndexOf(Revisions, revision) + 1))
            await original.RunAsync(step);
        return original;
    }

    /// <summary>Stamps the revision as the original's Alembic does.</summary>
    public Task StampAsync(string revision) => ExecuteAsync(
        $"CREATE TABLE masakari_alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY); INSERT INTO masakari_alembic_version VALUES ('{revision}')");

    /// <summary>Stamps the version as the original's older migration tool did.</summary>
    public Task StampOldAsync(int version) => ExecuteAsync($"""
        CREATE TABLE migrate_version (repository_id VARCHAR(250) NOT NULL PRIMARY KEY, repository_path TEXT, version INTEGER);
        INSERT INTO migrate_version VALUES ('masakari', '/usr/lib/python3/dist-packages/masakari/db/sqlalchemy/migrate_repo', {version})
        """);

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await Database.OpenAsync(default);
        await connection.ExecuteAsync(sql);
    }

    /// <summary>All values of a table in the order of its ids, as text.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string table, string columns)
    {
        await using var connection = await Database.OpenAsync(default);
        var rows = await connection.QueryAsync($"SELECT {columns} FROM {table} ORDER BY id");
        return [.. rows.Select(row => string.Join('|', ((IDictionary<string, object?>)row).Values))];
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    /// <summary>Runs one of the files in Originals, in this database's dialect.</summary>
    public async Task RunAsync(string name)
    {
        using var file = new StreamReader(typeof(OriginalDatabase).Assembly.GetManifestResourceStream($"Originals.{name}.sql")!);
        var sql = (await file.ReadToEndAsync()).Replace("{id}", isMariaDb ? "id INT NOT NULL AUTO_INCREMENT PRIMARY KEY" : "id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", StringComparison.Ordinal)
            .Replace("{utf8}", isMariaDb ? "ENGINE = InnoDB DEFAULT CHARSET = utf8mb3" : "", StringComparison.Ordinal);
        await ExecuteAsync(Words().Replace(sql, isMariaDb ? "ENUM($1)" : "VARCHAR(16)"));
    }

    [GeneratedRegex(@"\{enum:([^}]*)\}")]
    private static partial Regex Words();
}
