using System.Data;
using System.Data.Common;

namespace Masakari.Core.Persistence.OffThread;

/// <summary>A transaction of an <see cref="OffThreadConnection"/>.</summary>
internal sealed class OffThreadTransaction(OffThreadConnection connection, DbTransaction inner) : DbTransaction
{
    private bool ended;

    public override IsolationLevel IsolationLevel => inner.IsolationLevel;

    internal DbTransaction Inner => inner;

    protected override DbConnection DbConnection => connection;

    public override Task CommitAsync(CancellationToken cancellationToken = default)
    {
        ended = true;
        return connection.RunAsync(() => { inner.Commit(); return true; }, OffThreadConnection.DefaultLimit, cancellationToken);
    }

    public override Task RollbackAsync(CancellationToken cancellationToken = default)
    {
        ended = true;
        return connection.RunAsync(() => { inner.Rollback(); return true; }, OffThreadConnection.DefaultLimit, cancellationToken);
    }

    public override void Commit() => throw new NotSupportedException("Use CommitAsync.");

    public override void Rollback() => throw new NotSupportedException("Use RollbackAsync.");

    /// <summary>Rolls back what was not committed; where that fails, closing the connection does it.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (!ended && connection.State == ConnectionState.Open)
            await RollbackAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.DisposeAsync();
    }
}
