using System.Text.Json.Nodes;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;
using Masakari.Host.Api.Bodies;
using Masakari.Host.Api.Edge;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Wire;
using Masakari.Host.Auth;
using Masakari.Host.Auth.Policy;

namespace Masakari.Host.Api;

/// <summary>
/// Takes a routed request through the checks that come before its operation, and runs it. Clients see the order: API version, content type,
/// method, JSON, project in the path, shape of the body, policy.
/// </summary>
internal sealed class Operations(ApiOptions options, PolicyGate policy, ILogger<Operations> logger)
{
    private static readonly string[] ContentTypes = ["", "application/json", "application/vnd.openstack.masakari+json", "text/plain"];

    public async Task<IResult> AnswerAsync(HttpContext http, RouteMatch match, RequestContext caller)
    {
        if (!TryReadVersion(http, out var version, out var badVersion))
            return badVersion;
        if (!ContentTypes.Contains((http.Request.ContentType ?? "").Split(';')[0].Trim(), StringComparer.Ordinal))
            return Faults.UnsupportedContentType();
        if (match.Operation is not { } operation)
            return Faults.NotImplemented(http.Request.Method, match.Action);
        var shape = operation.Body?.Invoke(version);
        var (body, noJson) = shape is null ? (null, null) : await ReadBodyAsync(http);
        if ((noJson ?? Objection(match, shape, body, caller)) is { } fault)
            return fault;
        if (operation.Rule is { } rule && !await policy.AllowsAsync(rule, caller, http.RequestAborted))
            return Forbidden(http, rule, caller);
        return await RunAsync(http, operation, new ApiRequest
        {
            Caller = caller,
            Version = version,
            Id = match.Id,
            ParentId = match.ParentId,
            Query = new QueryParameters(http.Request.QueryString.Value),
            Body = shape is null ? [] : body![shape.Envelope]!.AsObject(),
            BaseUrl = BaseUrl.Of(http.Request, options),
        });
    }

    private static IResult? Objection(RouteMatch match, BodyShape? shape, JsonNode? body, RequestContext caller)
    {
        if (match.ProjectId is { } project && project != caller.ProjectId)
            return Faults.OtherProject(project, caller.ProjectId);
        return shape?.Check(body) is { } problem ? Faults.InvalidBody(problem.Message) : null;
    }

    private FaultAnswer Forbidden(HttpContext http, string rule, RequestContext caller)
    {
        policy.LogRefusal(rule, caller, $"{http.Request.Method} {http.Request.Path}");
        return Faults.Forbidden(rule);
    }

    private async Task<IResult> RunAsync(HttpContext http, ApiOperation operation, ApiRequest request)
    {
        using var scope = http.Features.Get<RequestIds>()?.Global is { } id ? RequestScope.Begin(Guid.Parse(id[4..])) : null;
        try
        {
            return await operation.RunAsync(request, http.RequestAborted);
        }
        catch (OpenStackException problem) when (!http.RequestAborted.IsCancellationRequested)
        {
            logger.OpenStackFailed(http.Request.Method, http.Request.Path, problem.Message);
            return Faults.From(problem);
        }
        catch (Exception problem) when (!http.RequestAborted.IsCancellationRequested)
        {
            logger.OperationBroke(problem, http.Request.Method, http.Request.Path);
            return Faults.Unexpected(problem);
        }
    }

    private static bool TryReadVersion(HttpContext http, out Microversion version, out IResult fault)
    {
        fault = Faults.Broken();
        var requested = Microversion.Requested(http.Request.Headers[Microversion.Header].ToString()) ?? Microversion.Oldest.ToString();
        if (!Microversion.TryParse(requested, out version))
        {
            fault = Faults.BadVersion(requested);
            return false;
        }

        http.Features.Set(new VersionUsed(version.IsSupported ? version.ToString() : requested));
        fault = Faults.UnsupportedVersion(requested);
        return version.IsSupported;
    }

    private static async Task<(JsonNode? Body, IResult? Fault)> ReadBodyAsync(HttpContext http)
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);   // the door has seen to its length
        return RequestBody.TryParse(bytes.ToArray(), out var body) ? (body, null) : (null, Faults.MalformedBody());
    }
}
