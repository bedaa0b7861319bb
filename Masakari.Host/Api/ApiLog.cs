namespace Masakari.Host.Api;

internal static partial class ApiLog
{
    [LoggerMessage(6000, LogLevel.Debug, "{Method} {Path}: the client closed the connection before the answer")]
    public static partial void ClientLeft(this ILogger logger, string method, string? path);

    /// <param name="logger">The front door's.</param>
    /// <param name="level">Debug for a read that went well, else Information.</param>
    /// <param name="method">Of the request.</param>
    /// <param name="path">With its query.</param>
    /// <param name="status">Of the answer.</param>
    /// <param name="milliseconds">From the request's head to the end of the answer.</param>
    /// <param name="client">Its address.</param>
    /// <param name="apiRequestId">Ours. Not RequestId: the log scope of ASP.NET Core has a property of that name, which would win.</param>
    /// <param name="caller">Empty, or a comma and the caller's global request id.</param>
    [LoggerMessage(EventId = 6001,
        Message = "{Method} {Path} -> {Status} in {Milliseconds:0} ms, from {Client} ({ApiRequestId}{Caller:l})")]
    public static partial void Answered(
        this ILogger logger, LogLevel level, string method, string path, int status, double milliseconds, string client,
        string apiRequestId, string caller);

    [LoggerMessage(6100, LogLevel.Error, "{Method} {Path} failed with an unexpected error; the client got status 500")]
    public static partial void OperationBroke(this ILogger logger, Exception problem, string method, string? path);

    [LoggerMessage(6101, LogLevel.Error, "{Method} {Path} failed with an unexpected error outside the API's operations")]
    public static partial void RequestBroke(this ILogger logger, Exception problem, string method, string? path);

    [LoggerMessage(6102, LogLevel.Error, "{Method} {Path} failed, because a call to OpenStack failed: {Problem}")]
    public static partial void OpenStackFailed(this ILogger logger, string method, string? path, string problem);
}
