using Masakari.Host.Api.Edge;
using Masakari.Host.Api.OpenApi;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Wire;
using Masakari.Host.Auth;
using Microsoft.Net.Http.Headers;

namespace Masakari.Host.Api;

/// <summary>Everything below <c>/v1</c> before routing, in the order that clients see: request id, body size, authentication.</summary>
internal sealed class V1(IAuthenticator authenticator, RouteTable routes, Operations operations, OpenApiDocument description, ApiOptions options)
{
    /// <param name="http">The request.</param>
    /// <param name="path">The path after <c>/v1</c>, slashes collapsed.</param>
    public async Task<IResult> AnswerAsync(HttpContext http, string path)
    {
        if (HttpMethods.IsOptions(http.Request.Method))
            return new EmptyAnswer();
        var ids = RequestIds.From(http.Request);
        http.Features.Set(ids);
        http.Response.Headers[RequestIds.Header] = ids.Local;
        if (!await BodyLimit.HoldsAsync(http, options.MaxBodyBytes))
            return Faults.RawTooLarge(options.MaxBodyBytes);
        if (options.OpenApi && path == "/openapi.json" && HttpMethods.IsGet(http.Request.Method))
            return new JsonAnswer(StatusCodes.Status200OK, description.Content);
        return await authenticator.CheckAsync(http.Request, http.RequestAborted) switch
        {
            AuthVerdict.Accepted accepted => await RouteAsync(http, path, accepted.Caller),
            AuthVerdict.Rejected rejected => Challenge(http, rejected),
            _ => Faults.RawKeystoneUnavailable(),
        };
    }

    private async Task<IResult> RouteAsync(HttpContext http, string path, RequestContext caller) =>
        routes.Match(http.Request.Method, path) is { } match ? await operations.AnswerAsync(http, match, caller) : Faults.RawNotFound();

    private static IResult Challenge(HttpContext http, AuthVerdict.Rejected rejected)
    {
        http.Response.Headers[HeaderNames.WWWAuthenticate] = rejected.Challenge;
        return rejected.AsRawError ? Faults.RawUnauthorized() : Faults.Unauthenticated();
    }

    /// <summary>OPTIONS ends here, whatever the path.</summary>
    private sealed class EmptyAnswer : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentLength = 0;
            return Task.CompletedTask;
        }
    }
}
