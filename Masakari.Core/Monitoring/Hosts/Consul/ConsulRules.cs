namespace Masakari.Core.Monitoring.Hosts.Consul;

/// <summary>What the networks together say of a host. A pure function.</summary>
internal static class ConsulRules
{
    /// <param name="healths">One for each network of the matrix.</param>
    /// <param name="matrix">Which combinations are recovered.</param>
    public static HostSight Of(IReadOnlyList<MemberHealth> healths, ConsulMatrix matrix)
    {
        var words = string.Join(
            ", ", matrix.Sequence.Zip(healths, (network, health) => $"{network} {health.ToString().ToLowerInvariant()}"));
        if (healths.All(health => health == MemberHealth.Up)) return new HostSight(HostState.Online, words);
        if (healths.Contains(MemberHealth.Left) && healths.All(health => health is MemberHealth.Left or MemberHealth.Up))
            return new HostSight(HostState.Planned, words);
        // What is not known may be either: the host is lost only if it is lost in both cases.
        return Possible(healths).All(matrix.Recovers)
            ? new HostSight(HostState.Failed, words)
            : new HostSight(HostState.Unknown, $"{words}: the matrix names no recovery for it");
    }

    private static IEnumerable<IReadOnlyList<bool>> Possible(IReadOnlyList<MemberHealth> healths) => healths
        .Select(health => health switch
        {
            MemberHealth.Up => (bool[])[true],
            MemberHealth.Unknown => [true, false],
            _ => [false],
        })
        .Aggregate<bool[], IEnumerable<IReadOnlyList<bool>>>(
            [[]], (rows, states) => rows.SelectMany(row => states.Select(state => (IReadOnlyList<bool>)[.. row, state])));
}
