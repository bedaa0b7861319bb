namespace Masakari.Host.Sandbox;

/// <summary>The entry of the compute API: checks token and microversion, then routes to the resource.</summary>
internal sealed class NovaApi(
    Keystone keystone, NovaServices services, NovaServers servers, ServerActions actions, NovaMigrations migrations,
    NovaAggregates aggregates, NovaHypervisors hypervisors)
{
    private const string Root = "/compute";
    private const string Base = "/compute/v2.1";

    public SimulatedAnswer Answer(SimulatedRequest request, string requestId)
    {
        if (request.Path == Root) return NovaVersions.All(request);
        if (request.Path == Base) return NovaVersions.V21(request);
        if (keystone.FindToken(request.Header("X-Auth-Token")) is not { } caller) return Keystone.Unauthorized(request);
        var version = Microversion.Asked(request);
        var answer = version.IsSupported
            ? Route(new NovaCall(request, caller, requestId), request.Path[Math.Min(Base.Length, request.Path.Length)..].Trim('/').Split('/'))
            : NovaFault.Of(406, $"Version {version} is not supported by the API. Minimum is 2.1 and maximum is {Microversion.Latest}.");
        return answer.With("OpenStack-API-Version", $"compute {version}").With("X-OpenStack-Nova-API-Version", version.ToString());
    }

    private SimulatedAnswer Route(NovaCall call, string[] path) => (call.Request.Method, path) switch
    {
        ("GET", ["servers"] or ["servers", "detail"]) => servers.List(call),
        ("GET", ["servers", var id]) => servers.Show(call, id),
        ("POST", ["servers", var id, "action"]) => actions.Run(call, id),
        ("GET", ["servers", var id, "os-instance-actions"]) => servers.ShowActions(call, id),
        ("GET", ["os-services"]) => Admin(call, "os_compute_api:os-services:list", services.List),
        ("PUT", ["os-services", var id]) => Admin(call, "os_compute_api:os-services:update", c => services.Update(c, id)),
        ("GET", ["os-migrations"]) => Admin(call, "os_compute_api:os-migrations:index", migrations.List),
        ("GET", ["os-aggregates"]) => Admin(call, "os_compute_api:os-aggregates:index", _ => aggregates.List()),
        ("POST", ["os-aggregates", var id, "action"]) => Admin(call, "os_compute_api:os-aggregates:add_host", c => aggregates.Act(c, id)),
        ("GET", ["os-hypervisors"] or ["os-hypervisors", "detail"]) => Admin(call, "os_compute_api:os-hypervisors:list", _ => hypervisors.List()),
        _ => NovaFault.NotFound("The resource could not be found."),
    };

    private static SimulatedAnswer Admin(NovaCall call, string policy, Func<NovaCall, SimulatedAnswer> answer) =>
        call.IsAdmin ? answer(call) : NovaFault.Forbidden(policy);
}
