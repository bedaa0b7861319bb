using System.Data.Common;
using Masakari.Core.Persistence;

namespace Masakari.Tests.Simulation;

/// <summary>The database of a process that can die just before a transaction begins, or when it is committed and nobody knows yet.</summary>
internal sealed class MortalDialect(SqlDialect inner, TimeProvider clock) : SqlDialect
{
    private volatile bool dead;

    /// <summary>Sees each transaction at the moment when its turn has come.</summary>
    public Action? Beginning { get; set; }

    /// <summary>Sees each transaction when it is over.</summary>
    public Action? Ended { get; set; }

    public override string Name => inner.Name;

    public override string Now => inner.Now;

    public override string NowSeconds => inner.NowSeconds;

    public override string ForUpdate => inner.ForUpdate;

    public override string InsertUnlessThere => inner.InsertUnlessThere;

    public override string ListTables => inner.ListTables;

    /// <summary>From now on no transaction begins, and the one that is under way is never over for the process.</summary>
    public void Die() => dead = true;

    public override string NowPlus(string seconds) => inner.NowPlus(seconds);

    public override string NowSecondsPlus(string seconds) => inner.NowSecondsPlus(seconds);

    public override string Exact(string column, string parameter) => inner.Exact(column, parameter);

    public override string AnyCase(string column, string parameter) => inner.AnyCase(column, parameter);

    public override string ByIndex(string index) => inner.ByIndex(index);

    public override string UpdateByKey(string table) => inner.UpdateByKey(table);

    public override string DeleteByKey(string table) => inner.DeleteByKey(table);

    public override Task<DbConnection> OpenAsync(CancellationToken ct) => inner.OpenAsync(ct);

    public override ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken ct) =>
        inner.BeginAsync(connection, ct);

    public override async ValueTask<IAsyncDisposable?> WriterTurnAsync(CancellationToken ct)
    {
        var turn = await inner.WriterTurnAsync(ct);
        await PassAsync(Beginning);
        return new Turn(this, turn!);
    }

    public override Task LockMigrationsAsync(DbConnection connection, CancellationToken ct) => inner.LockMigrationsAsync(connection, ct);

    public override Task UnlockMigrationsAsync(DbConnection connection, CancellationToken ct) =>
        inner.UnlockMigrationsAsync(connection, ct);

    public override Task<string?> ReadIdentityAsync(DbTransaction transaction, CancellationToken ct) =>
        inner.ReadIdentityAsync(transaction, ct);

    public override DatabaseFailure FailureOf(Exception e) => inner.FailureOf(e);

    public override Task ForgetConnectionsAsync() => inner.ForgetConnectionsAsync();

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    /// <summary>The dead keep their turn: nobody writes after them.</summary>
    private async Task PassAsync(Action? seen)
    {
        if (!dead) seen?.Invoke();
        if (dead) await Task.Delay(Timeout.InfiniteTimeSpan, clock, CancellationToken.None);
    }

    private sealed class Turn(MortalDialect outer, IAsyncDisposable turn) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await outer.PassAsync(outer.Ended);
            await turn.DisposeAsync();
        }
    }
}
