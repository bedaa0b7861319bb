using Masakari.Core.Configuration;

namespace Masakari.Core.Recovery;

/// <summary><c>[recovery]</c> and what belongs to it: claims, retries, concurrency.</summary>
internal sealed record RecoveryOptions
{
    /// <summary>Life of a claim; renewed every third of it, and its owner stops acting at two thirds by its own clock.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often unclaimed, due and orphaned work is rung again.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Evacuations at a time over all recoveries of this process, unless <see cref="Threads"/> is set.</summary>
    public int MaxInFlight { get; init; } = 200;

    /// <summary>Evacuations at a time per usable destination.</summary>
    public int MaxInFlightPerDestination { get; init; } = 4;

    /// <summary><c>host_failure_recovery_threads</c>: evacuations at a time per notification; <see langword="null"/> = adaptive.</summary>
    public int? Threads { get; init; }

    /// <summary>Pause between two evacuate calls.</summary>
    public TimeSpan StartStagger { get; init; } = TimeSpan.Zero;

    /// <summary>How often a failed recovery is tried again.</summary>
    public int RetryAttempts { get; init; } = 5;

    /// <summary>Pause before the first retry; doubles each time.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>No retry begins later than this after acceptance.</summary>
    public TimeSpan RetryDeadline { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>The metadata key with an instance's priority, an integer; higher is moved first.</summary>
    public string PriorityMetadataKey { get; init; } = "HA_Priority";

    /// <summary>Notifications worked on at a time.</summary>
    public int Workers { get; init; } = 64;

    /// <summary><c>notifications_expired_interval</c>: an unfinished notification older than this, that nobody works on, is given up.</summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromSeconds(86400);

    /// <summary><c>periodic_enable</c>: whether failed recoveries are retried and old ones given up.</summary>
    public bool RetriesAndExpiry { get; init; } = true;

    internal static RecoveryOptions Read(Conf conf)
    {
        var section = conf.Section("recovery");
        return new()
        {
            Lease = section.Seconds(
                "lease_seconds", 15,
                "How long a claim on a host or an instance lasts "
                + "unless its owner renews the claim. Then another controller takes over.", min: 3),
            SweepInterval = section.Seconds(
                "sweep_seconds", 5,
                "The interval between two searches for notifications that are new, due for a retry, or without a living owner.", min: 1),
            MaxInFlight = section.Int(
                "max_in_flight", 200, "The number of evacuations at the same time in this process, over all recoveries.", min: 1),
            MaxInFlightPerDestination = section.Int(
                "max_in_flight_per_destination", 4, "The number of evacuations at the same time per usable destination host.", min: 1),
            StartStagger = TimeSpan.FromMilliseconds(section.Int(
                "start_stagger_ms", 0, "The pause between two evacuate calls, in milliseconds.", min: 0)),
            RetryAttempts = section.Int("retry_attempts", 5, "The number of retries of a failed recovery.", min: 0),
            RetryFirst = section.Seconds(
                "retry_first_seconds", 15, "The pause before the first retry. The pause doubles with each retry.", min: 1),
            RetryDeadline = section.Seconds(
                "retry_deadline_seconds", 900, "No retry begins later than this time after the notification was accepted.", min: 0),
            PriorityMetadataKey = section.Text(
                "priority_metadata_key", "HA_Priority",
                "The metadata key with the priority of an instance, a whole number. Instances with a higher priority are moved first.")!,
            Threads = conf.Default.OptionalInt(
                "host_failure_recovery_threads",
                "The number of evacuations at the same time per "
                + "notification. Unset = adaptive, based on the usable destination hosts.", min: 1),
            Workers = conf.Default.Int(
                "executor_thread_pool_size", 64, "The number of notifications that are processed at the same time.", min: 1),
            Expiry = conf.Default.Seconds(
                "notifications_expired_interval", 86400,
                "The age at which an unfinished notification that no engine works on gets the status failed.", min: 1),
            RetriesAndExpiry = conf.Default.Bool(
                "periodic_enable", true, "Retry failed recoveries, and set expired notifications to failed."),
        };
    }
}
