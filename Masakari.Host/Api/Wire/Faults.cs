using Masakari.Core;
using Masakari.Core.OpenStack;
using Microsoft.AspNetCore.WebUtilities;

namespace Masakari.Host.Api.Wire;

/// <summary>The answers to requests that fail. No other file knows the status codes of rejections.</summary>
internal static class Faults
{
    public static IResult From(Refusal refusal) => Fault(
        refusal.Kind switch
        {
            RefusalKind.Invalid => StatusCodes.Status400BadRequest,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Conflict => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status403Forbidden,
        }, refusal.Message);

    public static IResult InvalidBody(string problem) => Fault(StatusCodes.Status400BadRequest, problem);

    public static IResult MalformedBody() => Fault(StatusCodes.Status400BadRequest, "Malformed request body");

    public static IResult BadVersion(string requested) => Fault(
        StatusCodes.Status400BadRequest, $"API Version String {requested} is of invalid format. Must be of format MajorNum.MinorNum.");

    public static IResult UnsupportedVersion(string requested) => Fault(
        StatusCodes.Status406NotAcceptable,
        $"Version {requested} is not supported by the API. Minimum is {Microversion.Oldest} and maximum is {Microversion.Newest}.");

    public static IResult OtherProject(string inUrl, string? ofToken) => Fault(
        StatusCodes.Status400BadRequest,
        $"Malformed request URL: URL's project_id '{inUrl}' doesn't match Context's project_id '{ofToken ?? "None"}'");

    public static IResult UnsupportedContentType() => Fault(StatusCodes.Status415UnsupportedMediaType, "Unsupported Content-Type");

    public static IResult NotImplemented(string method, string action) => Fault(
        StatusCodes.Status405MethodNotAllowed, $"The request method: '{method}' with action: '{action}' is not allowed on this resource");

    public static FaultAnswer Forbidden(string rule) =>
        Fault(StatusCodes.Status403Forbidden, $"Policy doesn't allow {rule} to be performed.");

    public static IResult NoSuchResource() => Fault(StatusCodes.Status404NotFound, "The resource could not be found.");

    /// <summary>A call to Keystone or Nova failed. The message says which call, and how it failed.</summary>
    public static IResult From(OpenStackException cause) => cause.NoToken
        ? Fault(
            StatusCodes.Status503ServiceUnavailable,
            $"Masakari cannot log in with its account for Nova ([DEFAULT] os_privileged_user_name). {cause.Message}")
        : Fault(StatusCodes.Status500InternalServerError, $"A call to OpenStack failed. {cause.Message}");

    /// <summary>An unexpected exception in an operation.</summary>
    public static IResult Unexpected(Exception cause) => Fault(
        StatusCodes.Status500InternalServerError,
        "Unexpected API Error. Please report this at https://bugs.launchpad.net/masakari/ and attach the Masakari API log if possible.\n"
        + $"<class '{cause.GetType()}'>");

    /// <summary>An unexpected exception outside of operations.</summary>
    public static IResult Broken() => Fault(
        StatusCodes.Status500InternalServerError, "The server has either erred or is incapable of performing the requested operation.");

    /// <summary>The path has no route.</summary>
    public static IResult RawNotFound() => new RawAnswer(StatusCodes.Status404NotFound, "Not Found", "The resource could not be found.");

    public static IResult RawTooLarge(long limit) => new RawAnswer(
        StatusCodes.Status413PayloadTooLarge, "Request Entity Too Large",
        $"Request is too large. Larger than max_request_body_size ({limit}).");

    /// <summary>The body is not valid HTTP, or arrives too slowly.</summary>
    public static IResult RawUnreadable(int status) =>
        new RawAnswer(status, ReasonPhrases.GetReasonPhrase(status), "The body of the request could not be read.");

    /// <summary>The end of the body is unclear.</summary>
    public static IResult RawUnclearEnd() => new RawAnswer(
        StatusCodes.Status400BadRequest, "Bad Request",
        "A request may have Content-Length or Transfer-Encoding: chunked, not both, and no other transfer coding.");

    public static IResult RawKeystoneUnavailable() => new RawAnswer(
        StatusCodes.Status503ServiceUnavailable, "Service Unavailable", "The Keystone service is temporarily unavailable.");

    /// <summary>The token is missing or not valid: the answer with <c>delay_auth_decision</c>.</summary>
    public static IResult RawUnauthorized() => new RawAnswer(
        StatusCodes.Status401Unauthorized, "Unauthorized",
        "This server could not verify that you are authorized to access the document you requested. "
        + "Either you supplied the wrong credentials (e.g., bad password), "
        + "or your browser does not understand how to supply the credentials required.");

    /// <summary>The token is missing or not valid. The caller of this method sets the header WWW-Authenticate.</summary>
    public static IResult Unauthenticated() => new JsonAnswer(
        StatusCodes.Status401Unauthorized,
        new { error = new { code = 401, title = "Unauthorized", message = "The request you have made requires authentication." } });

    private static FaultAnswer Fault(int status, string message) => new(status, message);
}
