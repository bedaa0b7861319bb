namespace Masakari.Host.Auth;

internal static partial class AuthLog
{
    [LoggerMessage(6210, LogLevel.Information, "Policy rules read: {Files}")]
    public static partial void PolicyRead(this ILogger logger, string files);

    [LoggerMessage(6300, LogLevel.Warning, "A token could not be checked with Keystone; the request is answered with 503: {Problem}")]
    public static partial void KeystoneUnavailable(this ILogger logger, string problem);

    [LoggerMessage(6301, LogLevel.Warning,
        "A token with access rules is rejected: the rules cannot be applied while [keystone_authtoken] service_type is not set")]
    public static partial void ServiceTypeUnset(this ILogger logger);

    [LoggerMessage(6310, LogLevel.Error, "The policy files cannot be used; the former rules stay in force: {Problems}")]
    public static partial void PolicyNotRead(this ILogger logger, string problems);

    [LoggerMessage(6311, LogLevel.Warning, "Policy file: {Remark}")]
    public static partial void PolicyRemark(this ILogger logger, string remark);

    [LoggerMessage(6312, LogLevel.Error, "Policy: {Problem}")]
    public static partial void PolicyRuleNotUnderstood(this ILogger logger, string problem);

    [LoggerMessage(6313, LogLevel.Error, "The policy server at {Server} did not decide about {Rule}, so access is denied: {Problem}")]
    public static partial void PolicyServerSilent(this ILogger logger, string rule, string server, string problem);

    [LoggerMessage(6314, LogLevel.Error,
        "The policy file {File} is gone; its rules stay in force. Restore the file, or put an empty file in its place to drop its rules")]
    public static partial void PolicyFileGone(this ILogger logger, string file);

    [LoggerMessage(
        EventId = 6315, Message = "{Call} is refused with 403: user {UserId} has roles {Roles}; deciding policy rules: {Rules}{Remarks}")]
    public static partial void PolicyRefused(
        this ILogger logger, LogLevel level, string call, string userId, string roles, string rules, string remarks);
}
