using System.Security.Authentication;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.InstanceHa;

namespace Masakari.Host.Cli.Client;

/// <summary>The line for a request that failed: what happened, and what to do.</summary>
/// <param name="account">Who calls, and where the API is.</param>
/// <param name="clean">Takes secrets out of what the service said.</param>
internal sealed class ApiTrouble(InstanceHaOptions account, Func<string, string> clean)
{
    private const string Ours = "Masakari: ";

    public string Line(OpenStackException problem)
    {
        var id = problem.RequestId is { } request ? $" (request id {request})" : "";
        var text = problem.Message.StartsWith(Ours, StringComparison.Ordinal) ? problem.Message[Ours.Length..] : problem.Message;
        return $"{clean(text).TrimEnd('.', ' ')}; {Cure(problem)}{id}";
    }

    private string Cure(OpenStackException problem) => problem switch
    {
        _ when WithoutTls(problem) is { } tls => HasBadCertificate(tls)
            ? "name the authority of the certificate with OS_CACERT or --os-cacert" : "check that the address begins rightly with https://",
        { NoToken: true, Kind: FailureKind.Refused, Status: 401 or 404 } =>
            "the login is wrong or has expired: check OS_USERNAME, OS_PASSWORD and the domains, or get a new token",
        { NoToken: true, Status: null or 404 } => "check OS_AUTH_URL, and that Keystone runs there",
        { NoToken: true } => "check the OS_… variables, or the cloud in clouds.yaml",
        { NeverSent: true, Kind: FailureKind.Refused } => "check OS_REGION_NAME and OS_INTERFACE, or give --os-endpoint",
        { Status: null } when account.Url is not null => "check the endpoint that was given, and that `masakari run` runs there",
        { Status: null } => "check that `masakari run` runs at the address of the catalogue, or give --os-endpoint",
        { Status: 401 } when account.Credentials is null => "the service wants a token, and no token was sent: "
            + "log in with OS_AUTH_URL, OS_USERNAME and OS_PASSWORD, without OS_AUTH_TYPE=none",
        { Status: 401 } => "the service rejects the token: get a new one, and check [keystone_authtoken] of the service",
        { Status: 403 } => "the account lacks a role: the default policy wants admin",
        { Kind: FailureKind.NotFound } => "the `list` command shows what there is",
        { Status: 404 } when account.Url is not null => "check the endpoint that was given",
        { Status: 404 } => "check the address of the API in the catalogue, or give --os-endpoint",
        { Status: 406 } => "unset OS_HA_API_VERSION to use the newest version of the service",
        { Kind: FailureKind.Conflict } => Conflict(problem.Said ?? ""),
        { Status: 400, Said: { } said } when said.Contains("without vm moves", StringComparison.Ordinal) =>
            "only a notification of the type COMPUTE_HOST has vmoves",
        { Status: 400 } => "correct the value that the message names",
        { Kind: FailureKind.Overloaded } => "the service or Keystone is away or busy: try again",
        { Status: >= 500 } => "the log of the service says more under the request id",
        _ => "--debug shows the requests",
    };

    private static string Conflict(string said) =>
        said.Contains("already exists", StringComparison.Ordinal) ? "choose another name"
        : said.Contains("in-use", StringComparison.Ordinal) ? "wait until the recovery has ended: `masakari notification list`"
        : said.Contains("duplicate", StringComparison.Ordinal) ? "`masakari notification list` shows the first one"
        : said.Contains("maintenance", StringComparison.Ordinal) ? "end the maintenance with `masakari host update --on-maintenance False`"
        : "the present state forbids it";

    private static HttpRequestException? WithoutTls(Exception? problem) => problem switch
    {
        null => null,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } tls => tls,
        _ => WithoutTls(problem.InnerException),
    };

    // .NET has one exception for all that goes wrong before the first byte of a request.
    private static bool HasBadCertificate(HttpRequestException problem) =>
        problem.InnerException is AuthenticationException cause && cause.Message.Contains("certificate", StringComparison.Ordinal);
}
