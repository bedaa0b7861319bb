using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Masakari.Core.Persistence.OffThread;

/// <summary>A command of an <see cref="OffThreadConnection"/>.</summary>
internal sealed class OffThreadCommand(OffThreadConnection connection, DbCommand inner) : DbCommand
{
    [AllowNull]
    [SuppressMessage("Security", "CA2100", Justification = "Passes on what the caller set")]
    public override string CommandText { get => inner.CommandText; set => inner.CommandText = value; }

    public override int CommandTimeout { get => inner.CommandTimeout; set => inner.CommandTimeout = value; }

    public override CommandType CommandType { get => inner.CommandType; set => inner.CommandType = value; }

    public override bool DesignTimeVisible { get => inner.DesignTimeVisible; set => inner.DesignTimeVisible = value; }

    public override UpdateRowSource UpdatedRowSource { get => inner.UpdatedRowSource; set => inner.UpdatedRowSource = value; }

    private TimeSpan Limit => TimeSpan.FromSeconds(inner.CommandTimeout);

    protected override DbConnection? DbConnection
    {
        get => connection;
        set
        {
            if (!ReferenceEquals(value, connection))
                throw new NotSupportedException("A command stays with its connection.");
        }
    }

    protected override DbParameterCollection DbParameterCollection => inner.Parameters;

    protected override DbTransaction? DbTransaction
    {
        get => inner.Transaction;
        set => inner.Transaction = value is OffThreadTransaction own ? own.Inner : value;
    }

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) => connection.RunAsync(inner.ExecuteNonQuery, Limit, cancellationToken);

    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) => connection.RunAsync(inner.ExecuteScalar, Limit, cancellationToken);

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        new OffThreadReader(await connection.RunAsync(() => inner.ExecuteReader(behavior), Limit, cancellationToken));

    public override int ExecuteNonQuery() => throw new NotSupportedException("Use ExecuteNonQueryAsync.");

    public override object ExecuteScalar() => throw new NotSupportedException("Use ExecuteScalarAsync.");

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => throw new NotSupportedException("Use ExecuteReaderAsync.");

    public override void Cancel() => inner.Cancel();

    public override void Prepare() => inner.Prepare();

    protected override DbParameter CreateDbParameter() => inner.CreateParameter();
}
