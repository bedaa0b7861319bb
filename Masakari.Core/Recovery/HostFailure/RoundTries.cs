using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Which moves are made again in the same attempt: while there is a trouble of the cloud, those that it kept. An instance that failed for
/// reasons of its own is tried again beside them as often as in separate attempts.
/// </summary>
/// <param name="retries">How often a failed attempt is repeated.</param>
internal sealed class RoundTries(int retries)
{
    private readonly Dictionary<Guid, int> failures = [];

    /// <summary>The vmoves to be made again after a round.</summary>
    /// <param name="open">The vmoves of the round.</param>
    /// <param name="round">How it ended.</param>
    /// <param name="trouble">The trouble of the cloud, or <see langword="null"/>.</param>
    public IReadOnlySet<Guid> Again(IEnumerable<Guid> open, RoundEnd round, CloudTrouble? trouble)
    {
        if (trouble is null) return new HashSet<Guid>();
        var ends = round.Ends.ToDictionary(one => one.Move.VMove, one => one.End);
        return open.Where(vmove => trouble.Kept(vmove) || (ends.GetValueOrDefault(vmove) is { } end && MayFailAgain(vmove, end))).ToHashSet();
    }

    private bool MayFailAgain(Guid vmove, MoveStep.End end) =>
        end is { Status: VMoveStatus.Failed, GivenUp: false } && (failures[vmove] = failures.GetValueOrDefault(vmove) + 1) <= retries;
}
