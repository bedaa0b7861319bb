using Masakari.Core.Persistence;

namespace Masakari.Core.Segments;

/// <summary>Reads failover segments that are not deleted.</summary>
public sealed class SegmentRepository(Database database)
{
    /// <summary>One segment, or <see langword="null"/>.</summary>
    public Task<Segment?> FindAsync(Guid uuid, CancellationToken ct) => throw new NotSupportedException($"{database} {uuid} {ct}");

    /// <summary>A page of segments; a refusal for an unknown marker or sort key.</summary>
    public Task<Result<IReadOnlyList<Segment>>> ListAsync(SegmentFilter filter, PageRequest page, CancellationToken ct) =>
        throw new NotSupportedException($"{database} {filter} {page} {ct}");
}
