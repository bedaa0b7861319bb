namespace Masakari.Host.Api;

internal static partial class ApiLog
{
    [LoggerMessage(6000, LogLevel.Debug, "{Method} {Path}: the client closed the connection before the answer")]
    public static partial void ClientLeft(this ILogger logger, string method, string? path);

    /// <param name="logger">The logger of the class that sends the answer.</param>
    /// <param name="level">Debug for a successful read, otherwise Information.</param>
    /// <param name="method">The method of the request.</param>
    /// <param name="path">The path with the query string.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="milliseconds">The time from the headers of the request to the end of the answer.</param>
    /// <param name="client">The address of the client.</param>
    /// <param name="apiRequestId">Our own id. The log scope of ASP.NET Core has a RequestId, which would override ours.</param>
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
