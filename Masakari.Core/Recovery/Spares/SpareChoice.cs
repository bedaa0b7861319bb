using Masakari.Core.Hosts;
using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Spares;

/// <summary>
/// Which spare is taken first, and which not at all. Pure. Only the service of a spare is a condition: whether there is room, and whether the
/// instances may run there, decides Nova's scheduler for each instance.
/// </summary>
internal static class SpareChoice
{
    /// <summary>The spares that may be taken, in their order, and the others.</summary>
    /// <remarks>
    /// First those that share more aggregates with the failed host, and with them its availability zone; of these the ones with more free
    /// memory, so that few spares are used up; of these the newest.
    /// </remarks>
    public static (IReadOnlyList<ComputeHost> InOrder, IReadOnlyList<SpareRefusal> Refused) Choose(SpareView view)
    {
        var services = view.Services.ToLookup(service => service.Host);
        var refused = new List<SpareRefusal>();
        var usable = new List<ComputeHost>();
        foreach (var spare in view.Spares.Where(spare => spare.Name != view.FailedHost))
        {
            if (WhyNot(services[spare.Name].FirstOrDefault()) is { } why) refused.Add(new SpareRefusal(spare.Name, why));
            else usable.Add(spare);
        }
        var shared = view.Aggregates.Where(aggregate => aggregate.Hosts.Contains(view.FailedHost)).ToList();
        var free = view.Capacities.ToLookup(capacity => capacity.Host, capacity => capacity.FreeMemory ?? 0);
        return (
            [
                .. usable.OrderByDescending(spare => shared.Count(aggregate => aggregate.Hosts.Contains(spare.Name)))
                    .ThenByDescending(spare => free[spare.Name].Sum()),
            ],
            refused);
    }

    /// <summary>Why the row of a host lets it take no instance; <see langword="null"/> = it does.</summary>
    public static string? WhyNot(ComputeHost? host) => host switch
    {
        null => "it is no longer registered",
        { OnMaintenance: true } => "it is on maintenance",
        _ => null,
    };

    /// <summary>Why a host can take no instance, even when its service is enabled; <see langword="null"/> = it can.</summary>
    public static string? WhyNot(ComputeService? service) => service switch
    {
        null => "Nova has no nova-compute service of this name",
        { ForcedDown: true } => "it is forced down in Nova",
        { Up: false } => "nova-compute is down",
        { IsDisabledByNova: true } => $"Nova has disabled its nova-compute ({service.DisabledReason})",
        _ => null,
    };
}
