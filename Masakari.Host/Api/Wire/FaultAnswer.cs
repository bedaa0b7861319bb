namespace Masakari.Host.Api.Wire;

/// <summary>An error of the API. The body has one key for the kind of error, with code and message.</summary>
internal sealed class FaultAnswer(int status, string message) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        VersionUsed.Announce(httpContext, service: "instance-ha");
        var fault = new Dictionary<string, object> { [Kind] = new { code = status, message } };
        return new JsonAnswer(status, fault) { ContentType = "application/json; charset=UTF-8" }.ExecuteAsync(httpContext);
    }

    private string Kind => status switch
    {
        StatusCodes.Status400BadRequest => "badRequest",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "itemNotFound",
        StatusCodes.Status405MethodNotAllowed => "badMethod",
        StatusCodes.Status409Conflict => "conflictingRequest",
        StatusCodes.Status415UnsupportedMediaType => "badMediaType",
        StatusCodes.Status503ServiceUnavailable => "serviceUnavailable",
        _ => "masakariFault",
    };
}
