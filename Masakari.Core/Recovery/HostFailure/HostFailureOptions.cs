using Masakari.Core.Configuration;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>Which instances of a failed host are moved, and in which order.</summary>
internal sealed record HostFailureOptions
{
    /// <summary>Nova API 2.53, PUT /os-services/{id}: the longest disabled_reason.</summary>
    private const int LongestReason = 255;

    /// <summary>Also instances whose owner did not ask for high availability.</summary>
    public bool EvacuateAllInstances { get; init; } = true;

    /// <summary>The metadata key by which an owner asks for it.</summary>
    public string HaEnabledMetadataKey { get; init; } = "HA_Enabled";

    /// <summary>Leave instances in vm_state error where they are.</summary>
    public bool IgnoreInstancesInErrorState { get; init; }

    /// <summary>The metadata key with an instance's priority, an integer; higher is moved first.</summary>
    public string PriorityMetadataKey { get; init; } = "HA_Priority";

    /// <summary>
    /// The reason shown in Nova while the service is disabled by us; our disable is undone only while the reason still begins so.
    /// </summary>
    public string ServiceDisableReason { get; init; } = "Masakari detected host failure.";

    /// <summary>Whether a reason in Nova is that of our disable, also after a failed recovery.</summary>
    public bool IsOurs(string? reason) => reason?.StartsWith(ServiceDisableReason, StringComparison.Ordinal) == true;

    /// <summary>The reason after a recovery that failed for good; <see langword="null"/> = Nova would cut it.</summary>
    public string? ReasonOfFailure(Guid notification) =>
        $"{ServiceDisableReason} Recovery {notification} failed." is { Length: <= LongestReason } reason ? reason : null;

    internal static HostFailureOptions Read(Conf conf)
    {
        var section = conf.Section("host_failure");
        var options = new HostFailureOptions
        {
            EvacuateAllInstances = section.Bool(
                "evacuate_all_instances", true, "Also move instances whose metadata do not ask for high availability."),
            HaEnabledMetadataKey = section.Text(
                "ha_enabled_instance_metadata_key", "HA_Enabled",
                "The metadata key by which the owner of an instance asks for high availability.")!,
            IgnoreInstancesInErrorState = section.Bool(
                "ignore_instances_in_error_state", false, "Do not move instances in vm_state error."),
            ServiceDisableReason = section.Text(
                "service_disable_reason", "Masakari detected host failure.",
                "The reason that Nova shows while nova-compute of a failed host is disabled.")!,
            PriorityMetadataKey = conf.Section("recovery").Text(
                "priority_metadata_key", "HA_Priority",
                "The metadata key with the priority of an instance, a whole number. Instances with a higher priority are moved first.")!,
        };
        if (options.ServiceDisableReason.Length > LongestReason)
            section.Error("service_disable_reason", $"is longer than {LongestReason} characters: Nova would cut it");
        return options;
    }
}
