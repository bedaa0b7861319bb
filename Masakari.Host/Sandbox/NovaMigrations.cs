namespace Masakari.Host.Sandbox;

/// <summary>os-migrations: evacuations and live migrations. At 2.53 the list is whole or an error: a cell that is away makes it a 500.</summary>
internal sealed class NovaMigrations(CloudInventory inventory, CellOutages cells)
{
    private const string Evacuation = "evacuation", Live = "live-migration";

    public SimulatedAnswer List(NovaCall call)
    {
        var source = call.Request.Query("source_compute");
        var host = call.Request.Query("host");
        var status = call.Request.Query("status");
        var instance = call.Request.Query("instance_uuid");
        var type = call.Request.Query("migration_type");
        if (cells.Strike(CellData.Migrations).Count > 0) return NovaFault.Unexpected();
        var evacuations = inventory.Evacuations
            .Where(_ => type is null or Evacuation)
            .Where(e => source is null || e.Source.Name == source)
            .Where(e => host is null || e.Source.Name == host || e.ShownDestination?.Name == host)
            .Where(e => status is null || e.Status == status)
            .Where(e => instance is null || e.Instance.Id.ToString() == instance);
        var live = inventory.LiveMigrations
            .Where(_ => type is null or Live)
            .Where(m => source is null || m.Source.Name == source)
            .Where(m => host is null || m.Source.Name == host || m.Destination.Name == host)
            .Where(m => status is null || m.Status == status)
            .Where(m => instance is null || m.Instance.Id.ToString() == instance);
        return SimulatedAnswer.Of(200, new { migrations = evacuations.Select(Body).Concat(live.Select(Body)) });
    }

    private static object Body(LiveMigration migration) => new
    {
        id = migration.Id,
        source_compute = migration.Source.Name,
        dest_compute = migration.Destination.Name,
        source_node = migration.Source.HypervisorHostname,
        dest_node = migration.Destination.HypervisorHostname,
        dest_host = (string?)null,
        old_instance_type_id = (int?)null,
        new_instance_type_id = (int?)null,
        instance_uuid = migration.Instance.Id,
        status = migration.Status,
        migration_type = Live,
        created_at = Moments.Stored(migration.CreatedAt),
        updated_at = Moments.Stored(migration.UpdatedAt),
    };

    private static object Body(Evacuation evacuation) => new
    {
        id = evacuation.Id,
        source_compute = evacuation.Source.Name,
        dest_compute = evacuation.ShownDestination?.Name,
        source_node = evacuation.Source.HypervisorHostname,
        dest_node = evacuation.BegunOn?.HypervisorHostname,
        dest_host = (string?)null,
        old_instance_type_id = (int?)null,
        new_instance_type_id = (int?)null,
        instance_uuid = evacuation.Instance.Id,
        status = evacuation.Status,
        migration_type = Evacuation,
        created_at = Moments.Stored(evacuation.CreatedAt),
        updated_at = Moments.Stored(evacuation.UpdatedAt),
    };
}
