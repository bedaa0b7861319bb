using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Persistence;

/// <summary>The only access to the database: opens connections and runs transactions.</summary>
public sealed class Database : IAsyncDisposable
{
    private readonly DatabaseOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<Database> logger;

    static Database() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>The constructor opens no connection.</summary>
    public Database(DatabaseOptions options, TimeProvider clock, ILogger<Database> logger)
        : this(options, SqlDialect.For(options), clock, logger)
    {
    }

    internal Database(DatabaseOptions options, SqlDialect dialect, TimeProvider clock, ILogger<Database> logger)
    {
        (this.options, this.clock, this.logger) = (options, clock, logger);
        Dialect = dialect;
    }

    /// <summary>What differs between MySQL and SQLite.</summary>
    internal SqlDialect Dialect { get; }

    /// <summary>An open connection from the pool.</summary>
    /// <exception cref="DatabaseUnavailableException">The database does not answer within the limits of the options, or rejects the
    /// connection; see the inner exception.</exception>
    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        try
        {
            return await Dialect.OpenAsync(ct);
        }
        catch (Exception e) when (e is DbException || Dialect.FailureOf(e) == DatabaseFailure.Lost)
        {
            throw new DatabaseUnavailableException("The database cannot be opened.", e);
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction. After a deadlock, or a connection lost before the commit, the work runs again from
    /// its beginning.
    /// </summary>
    /// <remarks>
    /// The work must use the given connection for all reads and writes: on SQLite a transaction inside it would wait for itself.
    /// </remarks>
    /// <exception cref="CommitUnknownException">The answer to the commit was lost: the transaction is committed or rolled back, and is not
    /// repeated.</exception>
    /// <exception cref="DatabaseUnavailableException">The database was unavailable for longer than the options allow.</exception>
    public async Task<T> TransactAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            DatabaseFailure failure;
            try
            {
                return await TransactOnceAsync(work, ct);
            }
            catch (TransientException e) when (attempt <= options.MaxRetries && clock.GetElapsedTime(started) < options.MaxRetryTime)
            {
                failure = Dialect.FailureOf(e.InnerException!);
                logger.TransactionAgain(attempt, e.InnerException!.Message);
            }
            catch (TransientException e)
            {
                throw new DatabaseUnavailableException($"A transaction was given up after {attempt} attempts.", e.InnerException!);
            }
            await Task.Delay(options.BackOff(failure, attempt), clock, ct);
        }
    }

    /// <summary>The other overload for work without a result.</summary>
    public Task TransactAsync(Func<DbConnection, DbTransaction, Task> work, CancellationToken ct) =>
        TransactAsync(async (connection, transaction) =>
        {
            await work(connection, transaction);
            return true;
        }, ct);

    /// <summary>Whether an exception that came out of this class means that the database is away, or takes no writes, for the moment.</summary>
    internal bool IsAway(Exception e) =>
        e is DatabaseUnavailableException or CommitUnknownException
        || Dialect.FailureOf(e) is DatabaseFailure.Lost or DatabaseFailure.ReadOnly or DatabaseFailure.Conflict;

    /// <summary>All rows of a query, on a connection of its own.</summary>
    /// <typeparam name="T">The row: one property for each column.</typeparam>
    /// <param name="sql">One statement; when it uses <c>@now</c>, as <see cref="SqlDialect.Now"/> may, that is added to its parameters.</param>
    /// <param name="parameters">An object with a property for each parameter, or <see langword="null"/> when there is none.</param>
    /// <param name="ct">Cancels the query.</param>
    internal async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        return [.. await connection.QueryAsync<T>(Command(sql, parameters, transaction: null, ct))];
    }

    /// <summary>The only row of a query, or the default value; as <see cref="QueryAsync{T}(string, object?, CancellationToken)"/>.</summary>
    /// <exception cref="InvalidOperationException">There are several rows.</exception>
    internal async Task<T?> FindAsync<T>(string sql, object? parameters, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters, transaction: null, ct));
    }

    /// <summary>All rows of a query within a transaction.</summary>
    internal async Task<IReadOnlyList<T>> QueryAsync<T>(DbTransaction transaction, string sql, object? parameters, CancellationToken ct) =>
        [.. await transaction.Connection!.QueryAsync<T>(Command(sql, parameters, transaction, ct))];

    /// <summary>The only row of a query within a transaction, or the default value.</summary>
    internal Task<T?> FindAsync<T>(DbTransaction transaction, string sql, object? parameters, CancellationToken ct) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<T>(Command(sql, parameters, transaction, ct));

    /// <summary>The present time by the database's clock. Times that are stored or compared with stored ones are never our own.</summary>
    public async Task<DateTimeOffset> ReadNowAsync(CancellationToken ct) =>
        (await FindAsync<DateTime>($"SELECT {Dialect.Now}", null, ct)).ToMoment();

    /// <summary>Runs a statement in a transaction of its own, again after a deadlock.</summary>
    /// <returns>The number of changed rows.</returns>
    internal Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken ct) =>
        TransactAsync((_, transaction) => ExecuteAsync(transaction, sql, parameters, ct), ct);

    /// <summary>Runs a statement within a transaction: once, or once for each element when the parameters are a list.</summary>
    /// <returns>The number of changed rows.</returns>
    internal Task<int> ExecuteAsync(DbTransaction transaction, string sql, object? parameters, CancellationToken ct) =>
        transaction.Connection!.ExecuteAsync(Command(sql, parameters, transaction, ct));

    /// <summary>Runs statements within a transaction, in their order. MySQL gets all of them in one message, and answers once.</summary>
    /// <returns>The number of rows that the first one changed.</returns>
    internal async Task<int> ExecuteAsync(DbTransaction transaction, IReadOnlyList<Statement> statements, CancellationToken ct)
    {
        if (transaction.Connection!.CanCreateBatch)
        {
            await using var batch = StatementBatch.Of(statements, transaction, options.StatementTimeout);
            return Convert.ToInt32(await batch.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        }
        int? first = null;
        foreach (var one in statements)
        {
            var changed = await ExecuteAsync(transaction, one.Sql, one.Values, ct);
            first ??= changed;
        }
        return first ?? 0;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Dialect.DisposeAsync();

    /// <summary>A command; <see cref="QueryAsync{T}(string, object?, CancellationToken)"/> says what is added to its parameters.</summary>
    internal CommandDefinition Command(string sql, object? parameters, DbTransaction? transaction, CancellationToken ct) => new(
        sql, sql.Contains("@now", StringComparison.Ordinal) ? WithNow(parameters) : parameters, transaction, cancellationToken: ct);

    private object WithNow(object? parameters)
    {
        var now = clock.GetUtcNow().ToText();   // on SQLite the database's clock is that of the process; MySQL uses its own
        return parameters is IEnumerable<object> rows ? rows.Select(row => With(row)).ToList() : With(parameters);

        DynamicParameters With(object? row)
        {
            var all = new DynamicParameters(row);
            all.Add("now", now);
            return all;
        }
    }

    private async Task<T> TransactOnceAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken ct)
    {
        DbConnection? connection = null;
        try
        {
            connection = await Dialect.OpenAsync(ct);
            await using var turn = await Dialect.WriterTurnAsync(ct);
            await using var transaction = await Dialect.BeginAsync(connection, ct);
            var result = await work(connection, transaction);
            await CommitAsync(transaction);
            return result;
        }
        catch (Exception e) when (IsTransient(e, connection))
        {
            if (Dialect.FailureOf(e) == DatabaseFailure.ReadOnly)
                await Dialect.ForgetConnectionsAsync();
            throw new TransientException(e);
        }
        finally
        {
            if (connection is not null)
                await connection.DisposeAsync();
        }
    }

    private async Task CommitAsync(DbTransaction transaction)
    {
        try
        {
            // Not cancellable: after a cancelled commit nobody knows whether the transaction was committed.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception e) when (Dialect.FailureOf(e) is DatabaseFailure.Lost or DatabaseFailure.ReadOnly)
        {
            throw new CommitUnknownException(e);
        }
    }

    private bool IsTransient(Exception e, DbConnection? connection) => e switch
    {
        OperationCanceledException or CommitUnknownException => false,
        _ when Dialect.FailureOf(e) is DatabaseFailure.Conflict or DatabaseFailure.Lost or DatabaseFailure.ReadOnly => true,
        DbException or InvalidOperationException => connection is { State: System.Data.ConnectionState.Closed or System.Data.ConnectionState.Broken },
        _ => false,
    };

    private sealed class TransientException(Exception inner) : Exception(inner.Message, inner);
}
