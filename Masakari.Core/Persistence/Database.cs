using System.Data.Common;

namespace Masakari.Core.Persistence;

/// <summary>The one door to the database: opens connections and runs transactions.</summary>
public sealed class Database
{
    /// <summary>What differs between MySQL and SQLite.</summary>
    internal SqlDialect Dialect { get; init; } = null!;

    /// <summary>A connection from the pool, open.</summary>
    public Task<DbConnection> OpenAsync(CancellationToken ct) => throw new NotSupportedException($"{ct}");

    /// <summary>Runs <paramref name="work"/> in one transaction; a deadlock or a connection lost before the commit runs it again from its beginning.</summary>
    public Task<T> TransactAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken ct) => throw new NotSupportedException($"{work} {ct}");
}
