using Masakari.Core.Configuration;

namespace Masakari.Core.Recovery;

/// <summary>How many recoveries run at the same time.</summary>
internal sealed record LaneOptions
{
    /// <summary>
    /// <c>executor_thread_pool_size</c>: notifications of one type that are worked on at the same time. A host that waits for evidence does
    /// not count.
    /// </summary>
    public int Workers { get; init; } = 64;

    internal static LaneOptions Read(Conf conf) => new()
    {
        Workers = conf.Default.Int(
            "executor_thread_pool_size", 64,
            "The number of notifications of one type that are processed at the same time. Hosts that wait for evidence do not count.", min: 1),
    };
}
