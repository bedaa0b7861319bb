using System.Globalization;

namespace Masakari.Host.Sandbox;

/// <summary>os-aggregates: lists them, adds and removes hosts.</summary>
internal sealed class NovaAggregates(CloudTimeline timeline, CloudInventory inventory)
{
    public SimulatedAnswer List() => SimulatedAnswer.Of(200, new { aggregates = inventory.Aggregates.Select(Body) });

    public SimulatedAnswer Act(NovaCall call, string id)
    {
        if (ServerActions.Named(call.Request) is not { Name: "add_host" or "remove_host" } action || action.Value.Text("host") is not { } host)
            return NovaFault.BadRequest("Malformed request body");
        if (inventory.Aggregates.FirstOrDefault(a => a.Id.ToString(CultureInfo.InvariantCulture) == id) is not { } aggregate)
            return NovaFault.NotFound($"Aggregate {id} could not be found.");
        if (inventory.FindHost(host) is null) return NovaFault.NotFound($"Compute host {host} could not be found.");
        if (action.Name == "remove_host")
        {
            if (!aggregate.Hosts.Remove(host)) return NovaFault.NotFound($"Aggregate {id} has no host {host}.");
        }
        else
        {
            if (aggregate.Hosts.Contains(host)) return NovaFault.Conflict($"Aggregate {id} already has host {host}.");
            aggregate.Hosts.Add(host);
        }
        aggregate.UpdatedAt = timeline.Now;
        return SimulatedAnswer.Of(200, new { aggregate = Body(aggregate) });
    }

    private static object Body(HostAggregate aggregate) => new
    {
        id = aggregate.Id,
        uuid = aggregate.Uuid,
        name = aggregate.Name,
        availability_zone = (string?)null,
        hosts = aggregate.Hosts,
        metadata = new Dictionary<string, string>(),
        created_at = Moments.Stored(aggregate.CreatedAt),
        updated_at = Moments.Stored(aggregate.UpdatedAt),
        deleted_at = (string?)null,
        deleted = false,
    };
}
