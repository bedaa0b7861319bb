using Masakari.Host.Api.Edge;
using Masakari.Host.Api.OpenApi;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Wire;
using Masakari.Host.Auth;
using Microsoft.Net.Http.Headers;

namespace Masakari.Host.Api;

/// <summary>The steps of requests to <c>/v1</c>, up to the route.</summary>
internal sealed class AdmissionSteps(
    Cors cors, IAuthenticator authenticator, RouteTable routes, OpenApiDocument description, ApiOptions options)
{
    public void AddCorsHeaders(RequestState state) => cors.AddHeaders(state.Http);

    public IResult? AnswerOptions(RequestState state) => HttpMethods.IsOptions(state.Http.Request.Method) ? new EmptyAnswer() : null;

    public void AssignRequestId(RequestState state)
    {
        state.Ids = RequestIds.From(state.Http.Request);
        state.Http.Response.Headers[RequestIds.Header] = state.Ids.Local;
    }

    // Before authentication: an unknown client cannot make Keystone work by sending long bodies.
    public async Task<IResult?> LimitBodyAsync(RequestState state) =>
        await BodyLimit.IsWithinAsync(state.Http, options.MaxBodyBytes) ? null : Faults.RawTooLarge(options.MaxBodyBytes);

    public IResult? DescribeApi(RequestState state) =>
        options.OpenApi && state.PathInV1 == "/openapi.json" && HttpMethods.IsGet(state.Http.Request.Method)
            ? new JsonAnswer(StatusCodes.Status200OK, description.Content) : null;

    public async Task<IResult?> AuthenticateAsync(RequestState state)
    {
        switch (await authenticator.CheckAsync(state.Http.Request, state.Http.RequestAborted))
        {
            case AuthVerdict.Accepted accepted:
                state.Caller = accepted.Caller;
                return null;
            case AuthVerdict.Rejected rejected:
                state.Http.Response.Headers[HeaderNames.WWWAuthenticate] = rejected.Challenge;
                return rejected.AsRawError ? Faults.RawUnauthorized() : Faults.Unauthenticated();
            default:
                return Faults.RawKeystoneUnavailable();
        }
    }

    public IResult? FindRoute(RequestState state)
    {
        if (routes.Match(state.Http.Request.Method, state.PathInV1) is not { } match)
            return Faults.RawNotFound();
        state.Route = match;
        return null;
    }

    /// <summary>An answer without headers of its own and without a body.</summary>
    private sealed class EmptyAnswer : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentLength = 0;
            return Task.CompletedTask;
        }
    }
}
