namespace Masakari.Host.Api.Wire;

/// <summary>The answers to successful requests.</summary>
internal static class Answers
{
    public static IResult Ok(object body) => new VersionedAnswer(StatusCodes.Status200OK, body);

    public static IResult Created(object body) => new VersionedAnswer(StatusCodes.Status201Created, body);

    public static IResult Accepted(object body) => new VersionedAnswer(StatusCodes.Status202Accepted, body);

    public static IResult NoContent() => new VersionedAnswer(StatusCodes.Status204NoContent, body: null);

    private sealed class VersionedAnswer(int status, object? body) : IResult
    {
        private const string OwnType = "application/vnd.openstack.masakari+json";

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            VersionUsed.Announce(httpContext, service: "masakari");
            var contentType = Wanted(httpContext.Request.Headers.Accept.ToString());
            if (body is not null)
            {
                await new JsonAnswer(status, body) { ContentType = contentType }.ExecuteAsync(httpContext);
                return;
            }

            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = contentType;
        }

        // The first of the two known types counts. All other types are ignored.
        private static string Wanted(string accept) =>
            accept.Split(',').Select(range => range.Split(';')[0].Trim())
                .FirstOrDefault(type => type is OwnType or "application/json") ?? "application/json";
    }
}
