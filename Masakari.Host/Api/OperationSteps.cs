using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;
using Masakari.Host.Api.Bodies;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Wire;
using Masakari.Host.Auth.Policy;

namespace Masakari.Host.Api;

/// <summary>The steps of requests with a route: the checks before the operation, and the operation.</summary>
internal sealed class OperationSteps(PolicyGate policy, ApiOptions options, ILogger<OperationSteps> logger)
{
    private static readonly string[] ContentTypes = ["", "application/json", "application/vnd.openstack.masakari+json", "text/plain"];

    public IResult? ReadVersion(RequestState state)
    {
        var header = state.Http.Request.Headers[Microversion.Header].ToString();
        var requested = Microversion.Requested(header) ?? Microversion.Oldest.ToString();
        if (!Microversion.TryParse(requested, out var version))
            return Faults.BadVersion(requested);
        state.Version = version;
        state.Http.Features.Set(new VersionUsed(version.IsSupported ? version.ToString() : requested));
        return version.IsSupported ? null : Faults.UnsupportedVersion(requested);
    }

    public IResult? CheckContentType(RequestState state) =>
        ContentTypes.Contains((state.Http.Request.ContentType ?? "").Split(';')[0].Trim(), StringComparer.Ordinal)
            ? null : Faults.UnsupportedContentType();

    public IResult? RequireOperation(RequestState state)
    {
        if (state.Route.Operation is not { } operation)
            return Faults.NotImplemented(state.Http.Request.Method, state.Route.Action);
        state.Operation = operation;
        return null;
    }

    public async Task<IResult?> ReadBodyAsync(RequestState state)
    {
        state.Shape = state.Operation.Body?.Invoke(state.Version);
        if (state.Shape is null)
            return null;
        using var bytes = new MemoryStream();
        await state.Http.Request.Body.CopyToAsync(bytes, state.Http.RequestAborted);   // an earlier step limits the length
        if (!RequestBody.TryParse(bytes.ToArray(), out var body))
            return Faults.MalformedBody();
        state.Body = body;
        return null;
    }

    public IResult? CheckProject(RequestState state) => state.Route.ProjectId is { } project && project != state.Caller.ProjectId
        ? Faults.OtherProject(project, state.Caller.ProjectId) : null;

    public IResult? CheckBody(RequestState state) =>
        state.Shape?.Check(state.Body) is { } problem ? Faults.InvalidBody(problem.Message) : null;

    public async Task<IResult?> CheckPolicyAsync(RequestState state)
    {
        if (state.Operation.Rule is not { } rule || await policy.AllowsAsync(rule, state.Caller, state.Http.RequestAborted))
            return null;
        policy.LogRefusal(rule, state.Caller, $"{state.Http.Request.Method} {state.Http.Request.Path}");
        return Faults.Forbidden(rule);
    }

    public async Task<IResult?> RunAsync(RequestState state)
    {
        var (http, aborted, request) = (state.Http, state.Http.RequestAborted, Request(state));
        using var scope = state.Ids?.Global is { } id ? RequestScope.Begin(Guid.Parse(id["req-".Length..])) : null;
        try
        {
            return await state.Operation.RunAsync(request, aborted);
        }
        catch (OpenStackException problem) when (!aborted.IsCancellationRequested)
        {
            logger.OpenStackFailed(http.Request.Method, http.Request.Path, problem.Message);
            return Faults.From(problem);
        }
        catch (Exception problem) when (!aborted.IsCancellationRequested)
        {
            logger.OperationBroke(problem, http.Request.Method, http.Request.Path);
            return Faults.Unexpected(problem);
        }
    }

    private ApiRequest Request(RequestState state) => new()
    {
        Caller = state.Caller,
        Version = state.Version,
        Id = state.Route.Id,
        ParentId = state.Route.ParentId,
        Query = new QueryParameters(state.Http.Request.QueryString.Value),
        Body = state.Shape is null ? [] : state.Body![state.Shape.Envelope]!.AsObject(),
        BaseUrl = BaseUrl.Of(state.Http.Request, options),
    };
}
