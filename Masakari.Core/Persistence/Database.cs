using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Persistence;

/// <summary>The one door to the database: opens connections and runs transactions.</summary>
public sealed class Database : IAsyncDisposable
{
    private readonly DatabaseOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<Database> logger;

    static Database() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Nothing is opened yet.</summary>
    public Database(DatabaseOptions options, TimeProvider clock, ILogger<Database> logger)
    {
        (this.options, this.clock, this.logger) = (options, clock, logger);
        Dialect = SqlDialect.For(options);
    }

    /// <summary>What differs between MySQL and SQLite.</summary>
    internal SqlDialect Dialect { get; }

    /// <summary>The present moment as a parameter for <see cref="SqlDialect.Now"/>; MySQL ignores it in favour of its own clock.</summary>
    internal string Now => clock.GetUtcNow().ToText();

    /// <summary>A connection from the pool, open.</summary>
    /// <exception cref="DatabaseUnavailableException">No answer within the limits of the options, or a refusal: the cause says which.</exception>
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

    /// <summary>Runs <paramref name="work"/> in one transaction; a deadlock or a connection lost before the commit runs it again from its beginning.</summary>
    /// <remarks>The work does all its reading and writing on the connection it is given: a transaction within it would wait for itself on SQLite.</remarks>
    /// <exception cref="CommitUnknownException">The answer to the commit was lost: the work is done or not done, and is not repeated.</exception>
    /// <exception cref="DatabaseUnavailableException">The database stayed away for longer than the options allow.</exception>
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

    /// <summary>As the other overload, for work that gives nothing back.</summary>
    public Task TransactAsync(Func<DbConnection, DbTransaction, Task> work, CancellationToken ct) =>
        TransactAsync(async (connection, transaction) =>
        {
            await work(connection, transaction);
            return true;
        }, ct);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Dialect.DisposeAsync();

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
            // Not cancellable: a commit broken off in the middle would leave its outcome unknown.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception e) when (Dialect.FailureOf(e) == DatabaseFailure.Lost)
        {
            throw new CommitUnknownException(e);
        }
    }

    private bool IsTransient(Exception e, DbConnection? connection) => e switch
    {
        OperationCanceledException or CommitUnknownException => false,
        _ when Dialect.FailureOf(e) is DatabaseFailure.Conflict or DatabaseFailure.Lost => true,
        DbException or InvalidOperationException => connection is { State: System.Data.ConnectionState.Closed or System.Data.ConnectionState.Broken },
        _ => false,
    };

    private sealed class TransientException(Exception inner) : Exception(inner.Message, inner);
}
