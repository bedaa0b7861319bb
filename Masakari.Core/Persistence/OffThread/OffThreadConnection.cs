using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Masakari.Core.Persistence.OffThread;

/// <summary>
/// A connection of a driver whose asynchronous calls cannot be trusted: MySql.Data hangs for ever in OpenAsync against a mute server and
/// after a command time-out, while its synchronous calls keep their limits. So each call runs synchronously on another thread, and the
/// caller waits no longer than a limit and its token. A call that was given up is left to end by itself; then the connection is closed.
/// </summary>
/// <param name="inner">The driver's connection.</param>
/// <param name="gate">As many places as there may be connections: the driver's own pool blocks a thread for each caller that waits.</param>
/// <param name="patience">How long a call may take beyond the driver's own limit before it is given up.</param>
internal sealed class OffThreadConnection(DbConnection inner, SemaphoreSlim gate, TimeSpan patience) : DbConnection
{
    private Task running = Task.CompletedTask;
    private bool holdsGate;
    private bool disposed;

    [AllowNull]
    public override string ConnectionString { get => inner.ConnectionString; set => inner.ConnectionString = value; }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => GivenUp ? ConnectionState.Broken : inner.State;

    /// <summary>The limit of calls that have none of their own.</summary>
    internal static TimeSpan DefaultLimit => TimeSpan.FromSeconds(30);

    private TimeSpan ConnectLimit => TimeSpan.FromSeconds(inner.ConnectionTimeout) + patience;

    private bool GivenUp => !running.IsCompleted;

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (!await gate.WaitAsync(ConnectLimit, cancellationToken))
            throw new NoAnswerException("No database connection became free in time.");
        holdsGate = true;
        await RunAsync(() => { inner.Open(); return true; }, ConnectLimit, cancellationToken);
    }

    public override void Open() => throw new NotSupportedException("Use OpenAsync.");

    public override void Close() => Dispose();

    public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

    public override async ValueTask DisposeAsync()
    {
        if (!disposed)
        {
            disposed = true;
            var closing = CloseAfterAsync(running);
            // What was given up may last as long as it likes: nobody waits for it, and its connection is not used again.
            if (!GivenUp)
                await closing;
        }
        await base.DisposeAsync();
    }

    /// <summary>Runs one synchronous call of the driver elsewhere and waits for it, no longer than the limit and our patience.</summary>
    internal async Task<T> RunAsync<T>(Func<T> call, TimeSpan limit, CancellationToken ct)
    {
        if (GivenUp)
            throw new NoAnswerException("The connection was given up while a statement was running.");
        ct.ThrowIfCancellationRequested();
        var task = Task.Run(call, CancellationToken.None);
        running = task;
        try
        {
            return await task.WaitAsync(limit + patience, ct);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new NoAnswerException("The database gave no answer in time.");
        }
    }

    internal DbConnection Inner => inner;

    protected override async ValueTask<DbTransaction> BeginDbTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken) =>
        new OffThreadTransaction(this, await RunAsync(() => inner.BeginTransaction(isolationLevel), DefaultLimit, cancellationToken));

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException("Use BeginTransactionAsync.");

    protected override DbCommand CreateDbCommand() => new OffThreadCommand(this, inner.CreateCommand());

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            _ = CloseAfterAsync(running);
        }
        base.Dispose(disposing);
    }

    private async Task CloseAfterAsync(Task last)
    {
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (last is Task<DbDataReader> { IsCompletedSuccessfully: true } left)
            await Task.Run((await left).Dispose).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Run(inner.Dispose).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (holdsGate)
            gate.Release();
    }
}
