using Masakari.Core.Configuration;

namespace Masakari.Core.Recovery.Claims;

/// <summary>How long a claim lasts.</summary>
internal sealed record ClaimOptions
{
    /// <summary>Life of a claim; renewed every third of it, and its owner stops acting at two thirds by its own clock.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long work under a claim may go without any progress before it counts as stuck; infinite = it never does.</summary>
    public TimeSpan LongestStandstill { get; init; } = Timeout.InfiniteTimeSpan;

    internal static ClaimOptions Read(Conf conf, TimeSpan longestStandstill) => new()
    {
        LongestStandstill = longestStandstill,
        Lease = conf.Section("recovery").Seconds(
            "lease_seconds", 15,
            "How long a claim on a host or an instance lasts "
            + "unless its owner renews the claim. Then another controller takes over.", min: 3),
    };
}
