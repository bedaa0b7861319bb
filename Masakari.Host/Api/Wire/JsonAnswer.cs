namespace Masakari.Host.Api.Wire;

/// <summary>An answer with a JSON body.</summary>
internal sealed class JsonAnswer(int status, object body) : IResult
{
    public string ContentType { get; init; } = "application/json";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var bytes = PythonJson.Bytes(body);
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = bytes.Written.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await response.Body.WriteAsync(bytes.Written, httpContext.RequestAborted);
    }
}
