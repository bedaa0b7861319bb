using Masakari.Core.Persistence;

namespace Masakari.Core.Hosts;

/// <summary>Reads hosts that are not deleted, each with its segment.</summary>
public sealed class HostRepository(Database database)
{
    /// <summary>One host, or <see langword="null"/>.</summary>
    public Task<ComputeHost?> FindAsync(Guid uuid, CancellationToken ct) => throw new NotSupportedException($"{database} {uuid} {ct}");

    /// <summary>One host by its Nova name (exact, case-sensitive), over all segments, or <see langword="null"/>.</summary>
    public Task<ComputeHost?> FindByNameAsync(string name, CancellationToken ct) => throw new NotSupportedException($"{name} {ct}");

    /// <summary>A page of a segment's hosts; a refusal for an unknown marker or sort key. The segment itself is not looked up.</summary>
    public Task<Result<IReadOnlyList<ComputeHost>>> ListAsync(Guid segment, HostFilter filter, PageRequest page, CancellationToken ct) =>
        throw new NotSupportedException($"{segment} {filter} {page} {ct}");
}
