using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Masakari.Core.Persistence;

/// <summary>SQLite: for the sandbox, the tests and an explicit sqlite:// URL; one process at a time.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    private const int Any = 1, Busy = 5, Locked = 6, PrimaryKeyTaken = 1555, UniqueKeyTaken = 2067;

    private readonly string connectionString;
    private readonly string setUp;
    private readonly SemaphoreSlim writer = new(1, 1);
    private readonly SqliteConnection? keeper;

    public SqliteDialect(DatabaseOptions options)
    {
        // The memdb file system shares one in-memory database between connections, with file-like locks, as long as one connection is open.
        var file = options.Url.Database is { Length: > 0 } path ? path : $"file:/masakari-{Guid.NewGuid():n}?vfs=memdb";
        connectionString = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = 30 }.ToString();
        setUp = $"PRAGMA busy_timeout = 5000; PRAGMA synchronous = {(options.SqliteSynchronous ? "NORMAL" : "OFF")};";
        if (options.Url.Database.Length > 0)
            return;
        keeper = new SqliteConnection(connectionString);
        keeper.Open();
    }

    public override string Name => "sqlite";

    public override string Now => "@now";

    public override string NowSeconds => "substr(@now, 1, 19) || '.000000'";

    public override string ForUpdate => "";

    public override string InsertUnlessThere => "INSERT OR IGNORE INTO";

    public override string ListTables => "SELECT name FROM sqlite_master WHERE type = 'table'";

    public override string NowPlus(string seconds) => $"strftime('%Y-%m-%d %H:%M:%f000', @now, {seconds} || ' seconds')";

    public override string NowSecondsPlus(string seconds) =>
        $"strftime('%Y-%m-%d %H:%M:%S.000000', substr(@now, 1, 19), {seconds} || ' seconds')";

    public override string Exact(string column, string parameter) => $"{column} = {parameter}";

    // SQLite knows the case of ASCII letters only. Host names in reports and in DNS have no others.
    public override string AnyCase(string column, string parameter) => $"LOWER({column}) = LOWER({parameter})";

    public override string ByIndex(string index) => $"INDEXED BY {index}";

    public override string UpdateByKey(string table) => $"UPDATE {table}";

    public override string DeleteByKey(string table) => $"DELETE FROM {table}";

    public override async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(ct);
            await connection.ExecuteAsync(new CommandDefinition(setUp, cancellationToken: ct));
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // BEGIN IMMEDIATE: otherwise a transaction that reads first and writes later would fail when another one has written meanwhile.
    public override ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken ct) =>
        new(((SqliteConnection)connection).BeginTransaction(deferred: false));

    public override async ValueTask<IAsyncDisposable?> WriterTurnAsync(CancellationToken ct)
    {
        await writer.WaitAsync(ct);
        return new Turn(writer);
    }

    /// <summary>Sets a database file once to WAL mode, in which readers do not block the writer; the file keeps the mode.</summary>
    public override Task LockMigrationsAsync(DbConnection connection, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition("PRAGMA journal_mode = WAL", cancellationToken: ct));

    public override DatabaseFailure FailureOf(Exception e) => e switch
    {
        SqliteException { SqliteExtendedErrorCode: PrimaryKeyTaken or UniqueKeyTaken } => DatabaseFailure.DuplicateKey,
        SqliteException { SqliteErrorCode: Busy or Locked } => DatabaseFailure.Conflict,
        SqliteException { SqliteErrorCode: Any } when e.Message.Contains("duplicate column name", StringComparison.Ordinal) => DatabaseFailure.AlreadyThere,
        _ => DatabaseFailure.Other,
    };

    public override async ValueTask DisposeAsync()
    {
        if (keeper is not null)
            await keeper.DisposeAsync();
        using var any = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(any);
        writer.Dispose();
    }

    private sealed class Turn(SemaphoreSlim writer) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            writer.Release();
            return ValueTask.CompletedTask;
        }
    }
}
