using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// The sentences of a plan: which instances are not moved, and why. A host may have hundreds: the first are named, all are counted.
/// </summary>
internal static class PlanWords
{
    private const int NamedAtMost = 20;

    /// <param name="rule">The rule.</param>
    /// <param name="servers">The instances that it leaves out.</param>
    public static string LeftOut(LeftOutRule rule, IEnumerable<Server> servers)
    {
        var why = rule switch
        {
            LeftOutRule.BeingDeleted => "being deleted",
            LeftOutRule.YoungerThanEvidence => "created after the host was found to be dead",
            LeftOutRule.InError => "in error state, and [host_failure] ignore_instances_in_error_state is set",
            LeftOutRule.NotHaEnabled => "not HA-enabled, and [host_failure] evacuate_all_instances is not set",
            _ => throw new ArgumentOutOfRangeException(nameof(rule)),
        };
        return $"Left out ({why}): {Named([.. servers.Select(server => $"{server.Name} ({server.Id})")])}";
    }

    /// <summary>A sentence, with a space before it, about instances that are younger than the evidence; empty when there is none.</summary>
    public static string Young(PlanLook? look)
    {
        List<Server> young = [.. look?.LeftOut[LeftOutRule.YoungerThanEvidence] ?? []];
        return young.Count == 0 ? "" : " Not moved, because created after the host was found to be dead: "
            + $"{Named([.. young.Select(server => $"{server.Name} ({server.Id})")])}. If the host is dead, report it again.";
    }

    /// <param name="host">The failed host.</param>
    /// <param name="servers">The instances whose record cannot be read.</param>
    public static string Unreadable(string host, IReadOnlyList<UnreadableServer> servers)
    {
        var named = Named([.. servers.Select(server => $"{server.Name} ({server.Id?.ToString() ?? "without an id"}): {server.Why}")], "; ");
        var (count, them) = servers.Count == 1 ? ("1 instance", "it") : ($"{servers.Count} instances", "them");
        return $"Masakari cannot read Nova's record of {count} on host {host} and does not move {them}: {named}.";
    }

    /// <summary>The first names in their order, and the count of all.</summary>
    public static string Named(IReadOnlyCollection<string> names, string separator = ", ")
    {
        var first = string.Join(separator, names.Order(StringComparer.Ordinal).Take(NamedAtMost));
        return names.Count <= NamedAtMost ? first : $"{first} and {names.Count - NamedAtMost} more, {names.Count} in all";
    }
}
