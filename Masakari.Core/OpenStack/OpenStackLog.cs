using Microsoft.Extensions.Logging;

namespace Masakari.Core.OpenStack;

internal static partial class OpenStackLog
{
    [LoggerMessage(4000, LogLevel.Debug, "{Service}: {Method} {Path} -> {Status} in {Milliseconds:0} ms ({ServiceRequestId})")]
    public static partial void Called(
        this ILogger logger, string service, HttpMethod method, string path, int status, double milliseconds, string? serviceRequestId);

    [LoggerMessage(4001, LogLevel.Debug, "New token of {User}, valid for {Lifetime}")]
    public static partial void TokenRenewed(this ILogger logger, string user, TimeSpan lifetime);

    [LoggerMessage(4002, LogLevel.Information, "Nova answers again: the watch over instances works after {Failures} failed polls")]
    public static partial void WatchAnswered(this ILogger logger, int failures);

    [LoggerMessage(4003, LogLevel.Debug, "Keystone's version 3 API is at {Url}")]
    public static partial void VersionFound(this ILogger logger, Uri url);

    [LoggerMessage(4004, LogLevel.Information, "{Service} is registered in Keystone's catalogue with the type {Type} instead of {Usual}, and is used")]
    public static partial void OtherServiceType(this ILogger logger, string service, string type, string usual);

    [LoggerMessage(4010, LogLevel.Information, "Keystone's clock and ours agree again")]
    public static partial void ClocksAgree(this ILogger logger);

    [LoggerMessage(4100, LogLevel.Warning, "A read from OpenStack failed (attempt {Attempt}) and is repeated: {Reason}")]
    public static partial void ReadRepeated(this ILogger logger, int attempt, string reason);

    [LoggerMessage(4101, LogLevel.Warning, "The token of {User} could not be renewed; the old one is used until it expires: {Reason}")]
    public static partial void TokenNotRenewed(this ILogger logger, string user, string reason);

    [LoggerMessage(4102, LogLevel.Warning, "The watch over instances could not read from Nova; the read is repeated: {Reason}")]
    public static partial void WatchFailed(this ILogger logger, string reason);

    [LoggerMessage(4103, LogLevel.Warning, "Instance {InstanceUuid} could not be read from Nova: {Reason}")]
    public static partial void LookFailed(this ILogger logger, Guid instanceUuid, string reason);

    [LoggerMessage(4104, LogLevel.Warning, "{Service} rejected the token; logging in again")]
    public static partial void TokenRefused(this ILogger logger, string service);

    [LoggerMessage(4105, LogLevel.Warning,
        "The evacuations of host {HostName} could not be listed; its instances wait for the next poll: {Reason}")]
    public static partial void WatchedHostFailed(this ILogger logger, string hostName, string reason);

    [LoggerMessage(4110, LogLevel.Warning,
        "Keystone's clock is {Seconds:0} s {Direction} ours; tokens are checked by Keystone's clock. Check the time synchronization")]
    public static partial void ClocksDiffer(this ILogger logger, double seconds, string direction);
}
