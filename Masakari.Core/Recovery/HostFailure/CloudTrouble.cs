using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// A trouble that may pass and that no instance is to blame for: the cloud can take no instance at present, or Nova is away. The moves
/// that it kept are made again until the trouble has passed, and no attempt is used up. An instance that fails while others land is another
/// matter.
/// </summary>
internal sealed record CloudTrouble
{
    private const int FewestBuilds = 3;
    private const int FewestDestinations = 2;

    private CloudTrouble()
    {
    }

    /// <summary>What is in the way and what the operator can do, in sentences.</summary>
    public required string Words { get; init; }

    /// <summary>The vmoves that it kept; all that are not over when there is no destination.</summary>
    public required Func<Guid, bool> Kept { get; init; }

    /// <summary>Whether other destinations may be without it.</summary>
    public required bool OtherDestinationsMayHelp { get; init; }

    /// <summary>The trouble of a round; <see langword="null"/> = there was none.</summary>
    public static CloudTrouble? Find(string host, RoundEnd round)
    {
        if (!round.HadDestinations)
            return NoDestination(host, round);
        var away = Failed(round, MoveTrouble.NovaAway);
        var homeless = Failed(round, MoveTrouble.NoValidHost);
        var unbuilt = AreUnbuiltEverywhere(round) ? Failed(round, MoveTrouble.BuildFailed) : [];
        List<string> sentences = [];
        if (away.Count > 0) sentences.Add($"Nova or Keystone failed during the move of {Count(away)} of host {host}.");
        if (homeless.Count > 0)
            sentences.Add($"Nova finds no destination for {Count(homeless)} of host {host}. Make room, or add a compute host.");
        if (unbuilt.Count > 0)
            sentences.Add(
                $"{Count(unbuilt)} of host {host} could not be built on any destination. Check the storage and the network of the hosts.");
        if (sentences.Count == 0) return null;
        var kept = away.Concat(homeless).Concat(unbuilt).Select(one => one.Move.VMove).ToHashSet();
        if (round.RefusedSpares.Count > 0) sentences.Add(Spares(round));
        return new()
        {
            Words = $"{string.Join(' ', sentences)} See the message of each vmove.",
            Kept = kept.Contains,
            OtherDestinationsMayHelp = away.Count == 0,
        };
    }

    private static CloudTrouble NoDestination(string host, RoundEnd round)
    {
        var over = round.Ends.Where(one => one.End.Status != VMoveStatus.Failed || one.End.GivenUp).Select(one => one.Move.VMove).ToHashSet();
        return new()
        {
            Kept = vmove => !over.Contains(vmove),
            OtherDestinationsMayHelp = true,
            Words = round.RefusedSpares.Count > 0
                ? $"There is no destination for the instances of host {host}. {Spares(round)} Repair a reserved host."
                : $"No other nova-compute is enabled and up: there is no destination for the instances of host {host}. "
                    + "Enable or repair a compute host.",
        };
    }

    private static string Spares(RoundEnd round) => $"Reserved hosts that are not used: {string.Join(", ", round.RefusedSpares)}.";

    /// <summary>No instance landed, and several could not be built in several places: neither an instance nor a host is the cause.</summary>
    private static bool AreUnbuiltEverywhere(RoundEnd round)
    {
        var unbuilt = Failed(round, MoveTrouble.BuildFailed);
        return round.Ends.All(one => one.End.Status != VMoveStatus.Succeeded)
            && unbuilt.Count >= FewestBuilds
            && unbuilt.Select(one => one.End.FailedOn).Distinct().Count() >= FewestDestinations;
    }

    private static List<MoveEnded> Failed(RoundEnd round, MoveTrouble trouble) =>
        [.. round.Ends.Where(one => one.End is { Status: VMoveStatus.Failed, GivenUp: false } && one.End.Trouble == trouble)];

    private static string Count(List<MoveEnded> moves) => moves.Count == 1 ? "1 instance" : $"{moves.Count} instances";
}
