using static Masakari.Host.Sandbox.InstanceStates;

namespace Masakari.Host.Sandbox;

/// <summary>Live migrations that operators begin. One whose source dies stays open for ever: only the source's compute would end it.</summary>
internal sealed class LiveMigrations(SimulatedCloudOptions options, CloudTimeline timeline, CloudInventory inventory)
{
    public void Begin(Instance instance, ComputeHost destination)
    {
        var migration = new LiveMigration
        {
            Id = inventory.NextMigrationId, Instance = instance, Source = instance.Host, Destination = destination, CreatedAt = timeline.Now,
        };
        inventory.LiveMigrations.Add(migration);
        (instance.TaskState, instance.UpdatedAt) = (Migrating, timeline.Now);
        timeline.After(options.LiveMigrationTime / 2, () => SwitchGuest(migration));
        timeline.After(options.LiveMigrationTime, () => End(migration));
    }

    /// <summary>The last phase: the guest runs on the destination already, and Nova's database still names the source.</summary>
    private static void SwitchGuest(LiveMigration migration)
    {
        if (migration is { Source.IsAlive: true, Destination.IsAlive: true, Instance.TaskState: Migrating })
            migration.Instance.GuestIsOn = migration.Destination;
    }

    private void End(LiveMigration migration)
    {
        if (migration is not { Source.IsAlive: true, Destination.IsAlive: true, Instance.TaskState: Migrating }) return;
        migration.Instance.MoveTo(migration.Destination, timeline.Now);
        migration.Instance.TaskState = null;
        migration.Move("completed", timeline.Now);
    }
}
