using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>Which instances of a failed host are moved, and in which order.</summary>
internal sealed class InstanceSelection(HostFailureOptions options)
{
    /// <summary>Whether the owner asked for high availability of this instance.</summary>
    public bool IsHaEnabled(Server server) => HaWish.IsEnabled(server, options.HaEnabledMetadataKey);

    /// <summary>Its owner has deleted it, or is deleting it: it is not brought back.</summary>
    public static bool IsBeingDeleted(Server server) =>
        server.TaskState is "deleting" or "soft-deleting" || server.VmState is "deleted" or "soft-delete";

    /// <summary>HA-enabled ones first, then by priority (higher first), then by name and id.</summary>
    /// <param name="servers">The instances of the host.</param>
    /// <param name="evidenceAt">Since when the host is known to be dead, by Nova's clock.</param>
    public IReadOnlyList<Server> Choose(IEnumerable<Server> servers, DateTimeOffset? evidenceAt) =>
    [
        .. servers
            .Where(server => WhyLeftOut(server, evidenceAt) is null)
            .OrderByDescending(IsHaEnabled)
            .ThenByDescending(Priority)
            .ThenBy(server => server.Name, StringComparer.Ordinal)
            .ThenBy(server => server.Id),
    ];

    /// <summary>The rule that leaves an instance on the failed host; <see langword="null"/> = it is moved.</summary>
    public LeftOutRule? WhyLeftOut(Server server, DateTimeOffset? evidenceAt)
    {
        if (IsBeingDeleted(server)) return LeftOutRule.BeingDeleted;
        if (server.CreatedAt > evidenceAt) return LeftOutRule.YoungerThanEvidence;
        if (server.VmState == "error" && options.IgnoreInstancesInErrorState) return LeftOutRule.InError;
        return options.EvacuateAllInstances || IsHaEnabled(server) ? null : LeftOutRule.NotHaEnabled;
    }

    private int Priority(Server server) =>
        server.Metadata.TryGetValue(options.PriorityMetadataKey, out var text) && int.TryParse(text.Trim(), out var priority)
            ? priority : 0;
}
