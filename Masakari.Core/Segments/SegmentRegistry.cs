using Masakari.Core.Persistence;

namespace Masakari.Core.Segments;

/// <summary>The rules for creating, changing and deleting segments (api.md 7).</summary>
public sealed class SegmentRegistry(Database database, TimeProvider clock)
{
    /// <summary>Creates a segment; refuses a taken name.</summary>
    public Task<Result<Segment>> CreateAsync(SegmentDraft draft, CancellationToken ct) => throw new NotSupportedException($"{database} {clock} {draft} {ct}");

    /// <summary>Changes a segment; refuses an unknown one, one under recovery, a taken name.</summary>
    public Task<Result<Segment>> UpdateAsync(Guid uuid, SegmentChange change, CancellationToken ct) => throw new NotSupportedException($"{uuid} {change} {ct}");

    /// <summary>Deletes a segment and its hosts (soft); refuses an unknown one and one under recovery.</summary>
    public Task<Result<Segment>> DeleteAsync(Guid uuid, CancellationToken ct) => throw new NotSupportedException($"{uuid} {ct}");
}
