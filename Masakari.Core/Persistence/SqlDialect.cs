using System.Data.Common;

namespace Masakari.Core.Persistence;

/// <summary>The differences between MySQL and SQLite.</summary>
internal abstract class SqlDialect : IAsyncDisposable
{
    /// <summary>The dialect's name in the names of the migration files.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// The SQL expression for the present time, UTC with microseconds: the server's clock on MySQL, the parameter <c>@now</c> on SQLite.
    /// </summary>
    public abstract string Now { get; }

    /// <summary><see cref="Now"/> without the fraction of a second, as the tables of the original hold a time.</summary>
    public abstract string NowSeconds { get; }

    /// <summary>The end of a SELECT that locks the selected rows until the end of the transaction.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>The begin of an INSERT that leaves out rows whose key is in the table.</summary>
    public abstract string InsertUnlessThere { get; }

    /// <summary>The SQL expression for <see cref="Now"/> plus a number of seconds (negative = earlier), fractions allowed.</summary>
    /// <param name="seconds">A number or parameter, e.g. <c>@lease</c>.</param>
    public abstract string NowPlus(string seconds);

    /// <summary>The SQL expression for <see cref="NowSeconds"/> plus a whole number of seconds (negative = earlier).</summary>
    /// <param name="seconds">A number or parameter, e.g. <c>@window</c>.</param>
    public abstract string NowSecondsPlus(string seconds);

    /// <summary>The condition that a text column equals a parameter exactly, whatever the column's collation.</summary>
    public abstract string Exact(string column, string parameter);

    /// <summary>
    /// The condition that a text column equals a parameter but for upper and lower case, whatever the column's collation. No index helps.
    /// </summary>
    public abstract string AnyCase(string column, string parameter);

    /// <summary>
    /// Follows a table's name and forces an index. Both databases underestimate the cost of reading all rows before a page.
    /// </summary>
    public abstract string ByIndex(string index);

    /// <summary>
    /// The begin of an UPDATE of a table of our own by its primary key. For a long list of keys MySQL would read all rows, and lock those
    /// of other writers.
    /// </summary>
    public abstract string UpdateByKey(string table);

    /// <summary>The begin of a DELETE, as <see cref="UpdateByKey"/>.</summary>
    public abstract string DeleteByKey(string table);

    /// <summary>The query for the names of all tables of the database.</summary>
    public abstract string ListTables { get; }

    /// <summary>A connection from the pool, open and configured.</summary>
    public abstract Task<DbConnection> OpenAsync(CancellationToken ct);

    /// <summary>Begins a transaction that may write.</summary>
    public abstract ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken ct);

    /// <summary>Waits until this process may begin a writing transaction; disposing the result admits the next writer.</summary>
    public virtual ValueTask<IAsyncDisposable?> WriterTurnAsync(CancellationToken ct) => new((IAsyncDisposable?)null);

    /// <summary>Blocks migrations by other processes until <see cref="UnlockMigrationsAsync"/>.</summary>
    public virtual Task LockMigrationsAsync(DbConnection connection, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Releases the lock of <see cref="LockMigrationsAsync"/>.</summary>
    public virtual Task UnlockMigrationsAsync(DbConnection connection, CancellationToken ct) => Task.CompletedTask;

    /// <summary>
    /// Names the database, to notice that another one has taken its place; <see langword="null"/> = no other one can. At most 64 characters.
    /// </summary>
    public virtual Task<string?> ReadIdentityAsync(DbTransaction transaction, CancellationToken ct) => Task.FromResult<string?>(null);

    /// <summary>The kind of failure that an exception of the driver means.</summary>
    public abstract DatabaseFailure FailureOf(Exception e);

    /// <summary>Connections opened from now on are new ones: the kept ones lead to a server that takes no writes.</summary>
    public virtual Task ForgetConnectionsAsync() => Task.CompletedTask;

    /// <summary>Closes the open connections.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>The dialect of the configured database.</summary>
    public static SqlDialect For(DatabaseOptions options) => options.Url.IsSqlite ? new SqliteDialect(options) : new MySqlDialect(options);
}
