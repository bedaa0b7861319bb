using System.Collections.Concurrent;
using Masakari.Core.Hosts;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;

namespace Masakari.Core.Recovery.Spares;

/// <summary>
/// Whether the spare to which instances go can take more: asked before each of them. It may die, be disabled or be reported on the way. Many
/// questions within one interval share one look.
/// </summary>
internal sealed class SpareWatch(SharedServices services, HostRepository hosts, WaitOptions waits)
{
    private readonly ConcurrentDictionary<string, (long SentAt, string? Why)> looks = new();

    /// <summary>Why it takes no more instances, as a part of a sentence; <see langword="null"/> = it does, or there is no target.</summary>
    public async Task<string?> WhyNotAsync(string? target, CancellationToken ct)
    {
        if (target is null) return null;
        var answer = await services.ReadAsync(waits.VerifyInterval, ct);
        if (looks.TryGetValue(target, out var last) && last.SentAt == answer.SentAt) return last.Why;
        var service = answer.Value.Value.FirstOrDefault(one => one.Host == target);
        var why = SpareChoice.WhyNot(service)
            ?? SpareChoice.WhyNot(await hosts.FindByNameAsync(target, ct))
            ?? (service!.Enabled ? null : "somebody has disabled its nova-compute");
        looks[target] = (answer.SentAt, why);
        return why;
    }
}
