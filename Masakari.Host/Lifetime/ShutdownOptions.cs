using Masakari.Core.Configuration;

namespace Masakari.Host.Lifetime;

/// <summary>How the service ends.</summary>
internal sealed record ShutdownOptions
{
    /// <summary>How long the whole stop may take; recovery steps under way need the time.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(60);

    internal static ShutdownOptions Read(Conf conf)
    {
        var grace = conf.Default.Seconds(
            "graceful_shutdown_timeout", 60,
            "How long the service waits at a stop until running recovery steps have ended. 0 = no limit. [api] stop_seconds limits requests.",
            min: 0);
        return new ShutdownOptions { Grace = grace == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : grace };
    }
}
