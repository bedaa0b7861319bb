using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.MassFailure;

/// <summary>What is logged about mass failures.</summary>
internal static partial class MassFailureLog
{
    [LoggerMessage(5142, LogLevel.Warning,
        "Nova's services could not be read, so only the hosts under recovery count for a mass failure; the read is repeated: {Reason}")]
    public static partial void ServicesNotRead(this ILogger logger, string reason);
}
