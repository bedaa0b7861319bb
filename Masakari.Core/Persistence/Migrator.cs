using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Persistence;

/// <summary>
/// Migrates the tables to the schema of this version. Each step can run again, because MySQL commits every DDL statement at once.
/// </summary>
public sealed class Migrator(Database database, DatabaseOptions options, TimeProvider clock, ILogger<Migrator> logger)
{
    private const string ForceSwitch = "FORCE_MASAKARI_DB_SYNC";   // the original's environment variable
    private static readonly TimeSpan DdlTimeout = TimeSpan.FromHours(1);

    /// <summary>Runs the missing steps.</summary>
    /// <returns>The number of steps that ran.</returns>
    /// <exception cref="SchemaException">The schema cannot be migrated, or another process is migrating it.</exception>
    public async Task<int> SyncAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await database.Dialect.LockMigrationsAsync(connection, ct);
        try
        {
            return await SyncAsync(connection, ct);
        }
        finally
        {
            await database.Dialect.UnlockMigrationsAsync(connection, CancellationToken.None);
        }
    }

    /// <summary>The original's revision in the database's stamp, or <see langword="null"/> for an empty database.</summary>
    public async Task<string?> VersionAsync(CancellationToken ct) => (await LookAsync(ct)).Stamp;

    /// <summary>Compares the schema with that of this version. Changes nothing.</summary>
    /// <exception cref="DatabaseUnavailableException">The database does not answer, or rejects the connection.</exception>
    /// <exception cref="SchemaException">The schema cannot be migrated; the message names its state.</exception>
    public async Task<SchemaAge> AgeAsync(CancellationToken ct)
    {
        var state = await LookAsync(ct);
        if (IsCurrent(state)) return SchemaAge.Current;
        return state.Revision(trustNewer: false) is null ? SchemaAge.Missing : SchemaAge.Old;
    }

    /// <summary>Checks the schema at startup: migrates SQLite itself; the operator must migrate a MySQL database.</summary>
    /// <exception cref="SchemaException">The schema is not that of this version; the message says what to do.</exception>
    public async Task PrepareAsync(CancellationToken ct)
    {
        if (options.Url.IsSqlite)
        {
            await SyncAsync(ct);
            return;
        }
        await using var connection = await WaitForServerAsync(ct);
        var state = await SchemaState.ReadAsync(connection, database.Dialect, ct);
        if (!IsCurrent(state))
            throw new SchemaException("The database is not ready for this version: run `masakari manage db sync` once, then start again.");
    }

    private async Task<SchemaState> LookAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await SchemaState.ReadAsync(connection, database.Dialect, ct);
    }

    private bool IsCurrent(SchemaState state) =>
        state.Stamp == OriginalRevision.Head && Migration.All(database.Dialect.Name).All(step => state.Done.Contains(step.Version));

    private async Task<DbConnection> WaitForServerAsync(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await database.OpenAsync(ct);
            }
            catch (DatabaseUnavailableException e) when (MayComeBack(e) && (options.StartRetries < 0 || attempt <= options.StartRetries))
            {
                logger.ServerAway(attempt, e.InnerException!.Message);
            }
            await Task.Delay(options.StartRetryInterval, clock, ct);
        }
    }

    // A wrong password stays wrong: only lost connections are retried.
    private bool MayComeBack(DatabaseUnavailableException e) => database.Dialect.FailureOf(e.InnerException!) == DatabaseFailure.Lost;

    private async Task<int> SyncAsync(DbConnection connection, CancellationToken ct)
    {
        var state = await SchemaState.ReadAsync(connection, database.Dialect, ct);
        var revision = state.Revision(trustNewer: Environment.GetEnvironmentVariable(ForceSwitch) is { Length: > 0 });
        await ExecuteAsync(connection, """
            CREATE TABLE IF NOT EXISTS masakari_net_version (
                version INT NOT NULL PRIMARY KEY, name VARCHAR(64) NOT NULL, applied_at DATETIME(6) NOT NULL)
            """, ct);
        var originals = revision is null ? [] : OriginalRevision.After(revision, database.Dialect.Name);
        if (revision is not null && state.Stamp is null) await StampAsync(connection, revision, ct);
        foreach (var step in originals) await RunAsync(connection, step, ct);
        var missing = Migration.All(database.Dialect.Name).Where(step => !state.Done.Contains(step.Version)).ToList();
        foreach (var step in missing)
            await RunAsync(connection, step, alreadyThere: step.Version == 1 && revision is not null, ct);
        return originals.Count + missing.Count;
    }

    /// <summary>The original does the same with a database of its older migration tool, and keeps that tool's table.</summary>
    private static async Task StampAsync(DbConnection connection, string revision, CancellationToken ct)
    {
        const string Sql = "INSERT INTO masakari_alembic_version (version_num) VALUES (@revision)";
        const string Table = "CREATE TABLE IF NOT EXISTS masakari_alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)";
        await ExecuteAsync(connection, Table, ct);
        await connection.ExecuteAsync(new CommandDefinition(Sql, new { revision }, cancellationToken: ct));
    }

    private async Task RunAsync(DbConnection connection, OriginalRevision step, CancellationToken ct)
    {
        const string Sql = "UPDATE masakari_alembic_version SET version_num = @revision";
        await RunAsync(connection, step.Statements, ct);
        await connection.ExecuteAsync(new CommandDefinition(Sql, new { revision = step.Name }, cancellationToken: ct));
        logger.Migrated($"the original's revision {step.Name}");
    }

    private async Task RunAsync(DbConnection connection, Migration step, bool alreadyThere, CancellationToken ct)
    {
        if (!alreadyThere) await RunAsync(connection, step.Statements, ct);
        var sql = $"INSERT INTO masakari_net_version (version, name, applied_at) VALUES (@version, @name, {database.Dialect.Now})";
        await connection.ExecuteAsync(database.Command(sql, new { version = step.Version, name = step.Name }, transaction: null, ct));
        logger.Migrated($"{step.Version:0000}_{step.Name}");
    }

    private async Task RunAsync(DbConnection connection, IReadOnlyList<string> statements, CancellationToken ct)
    {
        foreach (var statement in statements)
        {
            try
            {
                await ExecuteAsync(connection, statement, ct);
            }
            catch (DbException e) when (database.Dialect.FailureOf(e) == DatabaseFailure.AlreadyThere)
            {
                // An earlier run was interrupted after this statement.
            }
        }
    }

    private static Task<int> ExecuteAsync(DbConnection connection, string sql, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(sql, commandTimeout: (int)DdlTimeout.TotalSeconds, cancellationToken: ct));
}
