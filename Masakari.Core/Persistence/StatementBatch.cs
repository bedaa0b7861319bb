using System.Data.Common;

namespace Masakari.Core.Persistence;

/// <summary>Several statements in one message to a MySQL server.</summary>
internal static class StatementBatch
{
    // The driver adds up the changed rows of all statements of a batch.
    private const string ChangedRows = "SELECT ROW_COUNT()";

    /// <summary>The batch, not yet sent. Its only result is the number of rows that the first statement changed.</summary>
    public static DbBatch Of(IReadOnlyList<Statement> statements, DbTransaction transaction, TimeSpan timeout)
    {
        var batch = transaction.Connection!.CreateBatch();
        (batch.Transaction, batch.Timeout) = (transaction, (int)Math.Max(1, timeout.TotalSeconds));
        foreach (var one in statements)
        {
            batch.BatchCommands.Add(ToCommand(batch, one));
            if (batch.BatchCommands.Count == 1) batch.BatchCommands.Add(ToCommand(batch, new StatementValues().In(ChangedRows)));
        }
        return batch;
    }

    private static DbBatchCommand ToCommand(DbBatch batch, Statement statement)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = statement.Sql;
        foreach (var (name, value) in statement.Values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
