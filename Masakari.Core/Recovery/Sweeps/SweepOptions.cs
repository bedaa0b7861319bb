using Masakari.Core.Configuration;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>When the timer looks for work, and when it gives work up.</summary>
public sealed record SweepOptions
{
    /// <summary>The interval between two rounds.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// <c>notifications_expired_interval</c>: an unfinished notification older than this, that no engine works on, is given up.
    /// </summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromSeconds(86400);

    /// <summary><c>periodic_enable</c>: whether failed recoveries are retried and old ones given up.</summary>
    public bool RetriesAndExpiry { get; init; } = true;

    /// <summary>Reads the options. Mistakes are kept in <see cref="Conf.Errors"/> and <see cref="Conf.Warnings"/>.</summary>
    public static SweepOptions Read(Conf conf) => new()
    {
        Interval = conf.Section("recovery").Seconds(
            "sweep_seconds", 5,
            "The interval between two searches for notifications that are new, due for a retry, or without a living owner.", min: 1),
        Expiry = conf.Default.Seconds(
            "notifications_expired_interval", 86400,
            "The age at which an unfinished notification that no engine works on gets the status failed.", min: 1),
        RetriesAndExpiry = conf.Default.Bool(
            "periodic_enable", true, "Retry failed recoveries, and set expired notifications to failed."),
    };
}
