using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.PythonAdoption;

/// <summary>What is logged about recoveries that the Python original began.</summary>
internal static partial class PythonAdoptionLog
{
    [LoggerMessage(5041, LogLevel.Information,
        "Notification {NotificationUuid}: continues the work of the Python original: {All} instances, "
        + "{Continued} of them with a vmove of the original, {Locked} locked by it")]
    public static partial void Adopted(this ILogger logger, Guid notificationUuid, int continued, int all, int locked);
}
