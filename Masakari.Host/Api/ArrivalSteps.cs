using Masakari.Host.Api.Edge;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Versions;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api;

/// <summary>The steps of all requests. They answer what is not a request to <c>/v1</c>.</summary>
internal sealed class ArrivalSteps(ProxyHeaders proxy, Health health, ApiOptions options)
{
    public IResult? RequireClearEnd(RequestState state)
    {
        if (MessageFraming.IsClear(state.Http.Request.Headers))
            return null;
        MessageFraming.CloseConnection(state.Http);
        return Faults.RawUnclearEnd();
    }

    public void ApplyProxyHeaders(RequestState state) => proxy.Apply(state.Http);

    public IResult? ListVersions(RequestState state) =>
        state.Path is "" or "/" ? VersionDocuments.List(BaseUrl.Of(state.Http.Request, options)) : null;

    public IResult? AnswerHealthCheck(RequestState state) => health.IsHealthCheck(state.Path) ? health.Answer(state.Http) : null;

    public IResult? OfferVersions(RequestState state) =>
        state.IsInV1 ? null : VersionDocuments.Choices(BaseUrl.Of(state.Http.Request, options), state.Path);
}
