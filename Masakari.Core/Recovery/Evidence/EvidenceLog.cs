using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>What is logged while evidence is gathered.</summary>
internal static partial class EvidenceLog
{
    [LoggerMessage(5103, LogLevel.Warning, "Host {HostName}: its nova-compute could not be read from Nova; the read is repeated: {Reason}")]
    public static partial void LookFailed(this ILogger logger, string hostName, string reason);
}
