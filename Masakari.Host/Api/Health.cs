using System.Text;

namespace Masakari.Host.Api;

/// <summary>Answers load balancers: the process lives, and nobody has taken it out by putting the file there (api.md 9.4).</summary>
internal sealed class Health(ApiOptions options)
{
    public IResult Answer(HttpRequest request)
    {
        var disabled = File.Exists(options.DisabledByFile);
        if (HttpMethods.IsHead(request.Method))
            return TypedResults.StatusCode(disabled ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent);
        return disabled
            ? new PlainText(StatusCodes.Status503ServiceUnavailable, "DISABLED BY FILE")
            : new PlainText(StatusCodes.Status200OK, "OK");
    }

    private sealed class PlainText(int status, string text) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "text/plain; charset=UTF-8";
            httpContext.Response.ContentLength = text.Length;
            await httpContext.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(text), httpContext.RequestAborted);
        }
    }
}
