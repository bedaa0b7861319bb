using Microsoft.Extensions.Logging;

namespace Masakari.Core.Persistence;

/// <summary>The log messages of this room: ids 1000 to 1099 are normal events, 1100 to 1199 problems.</summary>
internal static partial class PersistenceLog
{
    [LoggerMessage(1001, LogLevel.Information, "Database migrated to {Migration}")]
    public static partial void Migrated(this ILogger logger, string migration);

    [LoggerMessage(1101, LogLevel.Warning, "A transaction failed (attempt {Attempt}) and is repeated: {Reason}")]
    public static partial void TransactionAgain(this ILogger logger, int attempt, string reason);

    [LoggerMessage(1102, LogLevel.Warning, "The database server does not answer (attempt {Attempt}): {Reason}")]
    public static partial void ServerAway(this ILogger logger, int attempt, string reason);
}
