using Masakari.Core.Persistence;

namespace Masakari.Core.VMoves;

/// <summary>Reads vmoves.</summary>
public sealed class VMoveRepository(Database database)
{
    /// <summary>One vmove, or <see langword="null"/>.</summary>
    public Task<VMove?> FindAsync(Guid uuid, CancellationToken ct) => throw new NotSupportedException($"{database} {uuid} {ct}");

    /// <summary>A page of a notification's vmoves; a refusal for an unknown marker or sort key.</summary>
    public Task<Result<IReadOnlyList<VMove>>> ListAsync(Guid notification, VMoveFilter filter, PageRequest page, CancellationToken ct) =>
        throw new NotSupportedException($"{notification} {filter} {page} {ct}");
}
