using System.Globalization;
using System.Text.Json.Nodes;
using Masakari.Core.OpenStack.Identity;

namespace Masakari.Core.OpenStack.Nova;

/// <summary>The REST calls of <see cref="INovaChanges"/>.</summary>
internal sealed class NovaChanges(AuthorizedClient nova, INova reads, ChangePlaces places) : INovaChanges
{
    public Task<IDisposable> EnterAsync(CancellationToken ct) => places.EnterAsync(ct);

    public Task<bool> DisableServiceAsync(ComputeService service, string? reason, IChangePermit permit, CancellationToken ct)
    {
        var body = new JsonObject { ["status"] = "disabled" };
        if (reason is not null) body["disabled_reason"] = reason;
        return ChangeServiceAsync(service, body, $"disable the compute service of {service.Host}", NovaTimeouts.Disable, permit, ct);
    }

    public Task<bool> EnableServiceAsync(ComputeService service, IChangePermit permit, CancellationToken ct) => ChangeServiceAsync(
        service, new JsonObject { ["status"] = "enabled" }, $"enable the compute service of {service.Host}", NovaTimeouts.Change, permit, ct);

    public Task<bool> AddToAggregateAsync(HostAggregate aggregate, string host, IChangePermit permit, CancellationToken ct) =>
        ChangeAggregateAsync(aggregate, "add_host", host, $"add {host} to aggregate {aggregate.Name}", permit, ct);

    public async Task<bool> RemoveFromAggregateAsync(HostAggregate aggregate, string host, IChangePermit permit, CancellationToken ct)
    {
        try
        {
            return await ChangeAggregateAsync(aggregate, "remove_host", host, $"remove {host} from aggregate {aggregate.Name}", permit, ct);
        }
        catch (OpenStackException e) when (e.Kind == FailureKind.NotFound)
        {
            return true;
        }
    }

    public Task<bool> LockAsync(Guid instance, IChangePermit permit, CancellationToken ct) =>
        ActAsync(instance, "lock", null, NovaTimeouts.Change, permit, ct);

    public async Task<bool> UnlockAsync(Guid instance, IChangePermit permit, CancellationToken ct)
    {
        try
        {
            return await ActAsync(instance, "unlock", null, NovaTimeouts.Change, permit, ct);
        }
        catch (OpenStackException e) when (e.Kind == FailureKind.NotFound)
        {
            if (await reads.FindServerAsync(instance, ct) is not null) throw;
            return true;   // gone, and its lock with it
        }
    }

    public Task<bool> ResetStateAsync(Guid instance, string state, IChangePermit permit, CancellationToken ct) =>
        ActAsync(instance, "os-resetState", new JsonObject { ["state"] = state }, NovaTimeouts.Change, permit, ct);

    public Task<bool> EvacuateAsync(Guid instance, string? target, IChangePermit permit, CancellationToken ct)
    {
        var arguments = new JsonObject();
        if (target is not null) arguments["host"] = target;
        return SendAsync(instance, "evacuate", arguments, NovaTimeouts.Evacuate, permit, ct);
    }

    public Task<bool> StopAsync(Guid instance, IChangePermit permit, CancellationToken ct) =>
        ActAsync(instance, "os-stop", null, NovaTimeouts.Change, permit, ct);

    public Task<bool> StartAsync(Guid instance, IChangePermit permit, CancellationToken ct) =>
        ActAsync(instance, "os-start", null, NovaTimeouts.Change, permit, ct);

    private Task<bool> ChangeServiceAsync(
        ComputeService service, JsonObject body, string what, TimeSpan limit, IChangePermit permit, CancellationToken ct) => nova.ChangeAsync(
        new Call
        {
            Method = HttpMethod.Put,
            Path = $"os-services/{Uri.EscapeDataString(service.Id)}",
            What = what,
            Limit = limit,
            Body = body.ToJsonString(),
            Headers = NovaClient.Version,
            MayGo = permit.MayGoAsync,
        },
        ct);

    private Task<bool> ChangeAggregateAsync(
        HostAggregate aggregate, string action, string host, string what, IChangePermit permit, CancellationToken ct) => nova.ChangeAsync(
        new Call
        {
            Method = HttpMethod.Post,
            Path = string.Create(CultureInfo.InvariantCulture, $"os-aggregates/{aggregate.Id}/action"),
            What = what,
            Limit = NovaTimeouts.Change,
            Body = new JsonObject { [action] = new JsonObject { ["host"] = host } }.ToJsonString(),
            Headers = NovaClient.Version,
            MayGo = permit.MayGoAsync,
        },
        ct);

    private async Task<bool> ActAsync(
        Guid instance, string action, JsonObject? arguments, TimeSpan limit, IChangePermit permit, CancellationToken ct)
    {
        using var place = await places.EnterAsync(ct);
        return await SendAsync(instance, action, arguments, limit, permit, ct);
    }

    private Task<bool> SendAsync(
        Guid instance, string action, JsonObject? arguments, TimeSpan limit, IChangePermit permit, CancellationToken ct) => nova.ChangeAsync(
        new Call
        {
            Method = HttpMethod.Post,
            Path = $"servers/{instance}/action",
            What = $"{action} instance {instance}",
            Limit = limit,
            Body = new JsonObject { [action] = arguments }.ToJsonString(),
            Headers = NovaClient.Version,
            MayGo = permit.MayGoAsync,
        },
        ct);
}
