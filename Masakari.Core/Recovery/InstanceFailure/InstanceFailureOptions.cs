using Masakari.Core.Configuration;

namespace Masakari.Core.Recovery.InstanceFailure;

/// <summary>Which guests are recovered, and how often, from <c>[instance_failure]</c>.</summary>
internal sealed record InstanceFailureOptions
{
    /// <summary>Also instances whose owner did not ask for high availability.</summary>
    public bool ProcessAllInstances { get; init; }

    /// <summary>The metadata key by which an owner asks for it.</summary>
    public string HaEnabledMetadataKey { get; init; } = "HA_Enabled";

    /// <summary>So many recoveries of one instance may begin within <see cref="MaxRecoveriesWindow"/>; the next one fails.</summary>
    public int MaxRecoveries { get; init; } = 3;

    /// <inheritdoc cref="MaxRecoveries"/>
    public TimeSpan MaxRecoveriesWindow { get; init; } = TimeSpan.FromSeconds(1800);

    internal static InstanceFailureOptions Read(Conf conf)
    {
        var section = conf.Section("instance_failure");
        return new()
        {
            ProcessAllInstances = section.Bool(
                "process_all_instances", false, "Also recover instances whose metadata do not ask for high availability."),
            HaEnabledMetadataKey = section.Text(
                "ha_enabled_instance_metadata_key", "HA_Enabled",
                "The metadata key by which the owner of an instance asks for high availability.")!,
            MaxRecoveries = section.Int(
                "max_recoveries", 3,
                "How many recoveries of one instance may begin within max_recoveries_window_seconds. "
                    + "The next report about the instance ends as failed: a guest that crashes again and again needs a person.", min: 1),
            MaxRecoveriesWindow = section.Seconds("max_recoveries_window_seconds", 1800, "The time in which max_recoveries counts.", min: 1),
        };
    }
}
