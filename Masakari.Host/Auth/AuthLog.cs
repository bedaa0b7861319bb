namespace Masakari.Host.Auth;

internal static partial class AuthLog
{
    [LoggerMessage(6210, LogLevel.Information, "Policy read: {Files}")]
    public static partial void PolicyRead(this ILogger logger, string files);

    [LoggerMessage(6300, LogLevel.Warning, "Keystone could not say whose a token is, the request is answered with 503: {Problem}")]
    public static partial void KeystoneUnavailable(this ILogger logger, string problem);

    [LoggerMessage(6301, LogLevel.Warning, "A token limited by access rules is refused: [keystone_authtoken] service_type is not set, so they can't be applied")]
    public static partial void ServiceTypeUnset(this ILogger logger);

    [LoggerMessage(6310, LogLevel.Error, "The policy files can't be used, nothing changes until they can: {Problems}")]
    public static partial void PolicyNotRead(this ILogger logger, string problems);

    [LoggerMessage(6311, LogLevel.Warning, "Policy file: {Remark}")]
    public static partial void PolicyRemark(this ILogger logger, string remark);

    [LoggerMessage(6312, LogLevel.Error, "Policy: {Problem}")]
    public static partial void PolicyRuleNotUnderstood(this ILogger logger, string problem);

    [LoggerMessage(6313, LogLevel.Error, "The policy server at {Server} did not decide about {Rule}, so nobody is let in by it: {Problem}")]
    public static partial void PolicyServerSilent(this ILogger logger, string rule, string server, string problem);

    [LoggerMessage(6314, LogLevel.Error, "The policy file {File} is gone; its rules stay in force until it is back, an empty one will do, or the service starts again")]
    public static partial void PolicyFileGone(this ILogger logger, string file);

    [LoggerMessage(
        EventId = 6315, Message = "{Call} is refused with 403: user {UserId} has roles {Roles}; deciding policy rules: {Rules}{Remarks}")]
    public static partial void PolicyRefused(
        this ILogger logger, LogLevel level, string call, string userId, string roles, string rules, string remarks);
}
