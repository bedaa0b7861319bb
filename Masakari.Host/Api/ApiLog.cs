namespace Masakari.Host.Api;

internal static partial class ApiLog
{
    [LoggerMessage(6000, LogLevel.Debug, "{Method} {Path}: the client left before the answer")]
    public static partial void ClientLeft(this ILogger logger, string method, string? path);

    [LoggerMessage(6100, LogLevel.Error, "{Method} {Path} broke; the client got a 500")]
    public static partial void OperationBroke(this ILogger logger, Exception problem, string method, string? path);

    [LoggerMessage(6101, LogLevel.Error, "{Method} {Path} broke outside its operation")]
    public static partial void RequestBroke(this ILogger logger, Exception problem, string method, string? path);
}
