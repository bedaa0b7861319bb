namespace Masakari.Host.Auth;

internal static partial class AuthLog
{
    [LoggerMessage(6300, LogLevel.Warning, "Keystone could not say whose a token is, the request is answered with 503: {Problem}")]
    public static partial void KeystoneUnavailable(this ILogger logger, string problem);
}
