using Microsoft.Extensions.Logging;

namespace Masakari.Core.Retention;

/// <summary>What the purge logs.</summary>
internal static partial class RetentionLog
{
    [LoggerMessage(1010, LogLevel.Information, "Purge: {Rows} rows of {Table} from before {Before:u} removed")]
    public static partial void Purged(this ILogger logger, int rows, string table, DateTimeOffset before);

    [LoggerMessage(1110, LogLevel.Error, "The purge failed. It is run again tomorrow; `masakari manage db purge` runs it now")]
    public static partial void PurgeFailed(this ILogger logger, Exception e);
}
