namespace Masakari.Host.Api;

internal static partial class ApiLog
{
    [LoggerMessage(6000, LogLevel.Debug, "{Method} {Path}: the client left before the answer")]
    public static partial void ClientLeft(this ILogger logger, string method, string? path);

    [LoggerMessage(EventId = 6001, Message = "{Method} {Path} -> {Status} in {Milliseconds:0} ms, from {Client} ({RequestId}, {GlobalRequestId})")]
    public static partial void Answered(
        this ILogger logger, LogLevel level, string method, string path, int status, double milliseconds, string client, string requestId, string globalRequestId);

    [LoggerMessage(6100, LogLevel.Error, "{Method} {Path} broke; the client got a 500")]
    public static partial void OperationBroke(this ILogger logger, Exception problem, string method, string? path);

    [LoggerMessage(6101, LogLevel.Error, "{Method} {Path} broke outside its operation")]
    public static partial void RequestBroke(this ILogger logger, Exception problem, string method, string? path);

    [LoggerMessage(6102, LogLevel.Error, "{Method} {Path} failed, because a call to OpenStack failed: {Problem}")]
    public static partial void OpenStackFailed(this ILogger logger, string method, string? path, string problem);
}
