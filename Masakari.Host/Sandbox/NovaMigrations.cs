namespace Masakari.Host.Sandbox;

/// <summary>os-migrations; only evacuations exist here.</summary>
internal sealed class NovaMigrations(CloudInventory inventory)
{
    private const string Type = "evacuation";

    public SimulatedAnswer List(NovaCall call)
    {
        var source = call.Request.Query("source_compute");
        var host = call.Request.Query("host");
        var status = call.Request.Query("status");
        var instance = call.Request.Query("instance_uuid");
        var wanted = inventory.Evacuations
            .Where(_ => call.Request.Query("migration_type") is null or Type)
            .Where(e => source is null || e.Source.Name == source)
            .Where(e => host is null || e.Source.Name == host || e.ShownDestination?.Name == host)
            .Where(e => status is null || e.Status == status)
            .Where(e => instance is null || e.Instance.Id.ToString() == instance);
        return SimulatedAnswer.Of(200, new { migrations = wanted.Select(Body) });
    }

    private static object Body(Evacuation evacuation) => new
    {
        id = evacuation.Id,
        source_compute = evacuation.Source.Name,
        dest_compute = evacuation.ShownDestination?.Name,
        source_node = evacuation.Source.HypervisorHostname,
        dest_node = evacuation.Status == "accepted" ? null : evacuation.ShownDestination?.HypervisorHostname,
        dest_host = (string?)null,
        old_instance_type_id = (int?)null,
        new_instance_type_id = (int?)null,
        instance_uuid = evacuation.Instance.Id,
        status = evacuation.Status,
        migration_type = Type,
        created_at = Moments.Stored(evacuation.CreatedAt),
        updated_at = Moments.Stored(evacuation.UpdatedAt),
    };
}
