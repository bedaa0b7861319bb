using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;

namespace Masakari.Core.Hosts;

/// <summary>The rules for registering, changing and deleting hosts (api.md 3.1 step 13, 7).</summary>
public sealed class HostRegistry(Database database, HostRepository hosts, INova nova, TimeProvider clock)
{
    /// <summary>Registers a host; refuses an unknown segment, a name that Nova does not know, a taken name.</summary>
    public Task<Result<ComputeHost>> CreateAsync(Guid segment, HostDraft draft, CancellationToken ct) =>
        throw new NotSupportedException($"{database} {hosts} {nova} {clock} {segment} {draft} {ct}");

    /// <summary>Changes a host; refuses one that is not in the segment, one under recovery, a name that Nova does not know, a taken name.</summary>
    public Task<Result<ComputeHost>> UpdateAsync(Guid segment, Guid uuid, HostChange change, CancellationToken ct) =>
        throw new NotSupportedException($"{segment} {uuid} {change} {ct}");

    /// <summary>Deletes a host (soft); refuses one that is not in the segment and one under recovery.</summary>
    public Task<Result<ComputeHost>> DeleteAsync(Guid segment, Guid uuid, CancellationToken ct) => throw new NotSupportedException($"{segment} {uuid} {ct}");
}
