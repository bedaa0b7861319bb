using Microsoft.Extensions.Logging;

namespace Masakari.Core.Persistence;

/// <summary>The log messages of this room: ids 1000 to 1099 are normal events, 1100 to 1199 problems.</summary>
internal static partial class PersistenceLog
{
    [LoggerMessage(1001, LogLevel.Information, "Database migrated to {Migration}")]
    public static partial void Migrated(this ILogger logger, string migration);

    [LoggerMessage(1002, LogLevel.Information, "The clocks of this controller and of the database agree again")]
    public static partial void ClockAgrees(this ILogger logger);

    [LoggerMessage(1101, LogLevel.Warning, "A transaction failed (attempt {Attempt}) and is repeated: {Reason}")]
    public static partial void TransactionAgain(this ILogger logger, int attempt, string reason);

    [LoggerMessage(1102, LogLevel.Warning, "The database server does not answer (attempt {Attempt}): {Reason}")]
    public static partial void ServerAway(this ILogger logger, int attempt, string reason);

    [LoggerMessage(1103, LogLevel.Warning,
        "The clock of this controller is {Seconds:0} s {Direction} the clock of the database, which decides. Check the time synchronization")]
    public static partial void ClockDiffers(this ILogger logger, double seconds, string direction);
}
