using System.Data.Common;

namespace Masakari.Core.Persistence;

/// <summary>What differs between MySQL and SQLite.</summary>
internal abstract class SqlDialect : IAsyncDisposable
{
    /// <summary>The word in the names of the migration files.</summary>
    public abstract string Name { get; }

    /// <summary>The SQL expression for the present moment, UTC with microseconds: the server's clock on MySQL, the parameter <c>@now</c> on SQLite.</summary>
    public abstract string Now { get; }

    /// <summary>The query for the id of the row that this connection inserted last.</summary>
    public abstract string LastInsertId { get; }

    /// <summary>The end of a SELECT that locks what it read until the end of the transaction.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>The expression for <see cref="Now"/> and so many seconds later (or earlier: negative), fractions allowed.</summary>
    /// <param name="seconds">A number or parameter, e.g. <c>@lease</c>.</param>
    public abstract string NowPlus(string seconds);

    /// <summary>The condition that a text column equals a parameter in every letter, whatever the column's collation.</summary>
    public abstract string Exact(string column, string parameter);

    /// <summary>Follows a table's name: its rows shall be found by this index. Both databases underrate what reading up to a page's beginning costs.</summary>
    public abstract string ByIndex(string index);

    /// <summary>The query that gives the names of all tables of the database.</summary>
    public abstract string ListTables { get; }

    /// <summary>A connection from the pool, open and set up.</summary>
    public abstract Task<DbConnection> OpenAsync(CancellationToken ct);

    /// <summary>Begins a transaction that may write.</summary>
    public abstract ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken ct);

    /// <summary>Waits until this process may begin a writing transaction; disposing the answer lets the next one in.</summary>
    public virtual ValueTask<IAsyncDisposable?> WriterTurnAsync(CancellationToken ct) => new((IAsyncDisposable?)null);

    /// <summary>Keeps every other process from migrating until the connection gives the lock back.</summary>
    public virtual Task LockMigrationsAsync(DbConnection connection, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Gives the lock of <see cref="LockMigrationsAsync"/> back.</summary>
    public virtual Task UnlockMigrationsAsync(DbConnection connection, CancellationToken ct) => Task.CompletedTask;

    /// <summary>What sort of failure an exception of the driver is.</summary>
    public abstract DatabaseFailure FailureOf(Exception e);

    /// <summary>Closes what is kept open.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>The dialect of a database.</summary>
    public static SqlDialect For(DatabaseOptions options) => options.Url.IsSqlite ? new SqliteDialect(options) : new MySqlDialect(options);
}
