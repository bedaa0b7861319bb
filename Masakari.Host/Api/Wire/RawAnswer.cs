using System.Net;

namespace Masakari.Host.Api.Wire;

/// <summary>
/// An error outside of the operations, such as a path without a route or a body that is too long. The answer has no envelope and no version
/// header. The client chooses the format by its Accept header. Line breaks and spaces are those of the original.
/// </summary>
internal sealed class RawAnswer(int status, string title, string text) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => Of(httpContext.Request).ExecuteAsync(httpContext);

    private IResult Of(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        if (accept.Contains("html", StringComparison.Ordinal) || accept.Contains("*/*", StringComparison.Ordinal))
            return new TextAnswer(status, "text/html; charset=UTF-8", Html());
        return AcceptHeader.Best(request, "application/json") is null
            ? new TextAnswer(status, "text/plain; charset=UTF-8", $"{status} {title}\n\n{text}\n\n   ")
            : new JsonAnswer(status, new { message = text + "<br /><br />\n\n\n", code = $"{status} {title}", title });
    }

    private string Html() => $"""
        <html>
         <head>
          <title>{status} {title}</title>
         </head>
         <body>
          <h1>{status} {title}</h1>
          {WebUtility.HtmlEncode(text)}<br /><br />



         </body>
        </html>
        """.ReplaceLineEndings("\n");
}
