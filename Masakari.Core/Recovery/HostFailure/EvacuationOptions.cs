using Masakari.Core.Configuration;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>How many evacuations are under way at the same time.</summary>
internal sealed record EvacuationOptions
{
    /// <summary>Evacuations at the same time over all recoveries of this process, unless <see cref="Threads"/> is set.</summary>
    public int MaxInFlight { get; init; } = 500;

    /// <summary>Evacuations at the same time per usable destination, over all controllers.</summary>
    public int MaxInFlightPerDestination { get; init; } = 10;

    /// <summary>
    /// <c>host_failure_recovery_threads</c>: evacuations at the same time per notification; <see langword="null"/> = adaptive.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>Pause between two evacuate calls.</summary>
    public TimeSpan StartStagger { get; init; } = TimeSpan.Zero;

    internal static EvacuationOptions Read(Conf conf)
    {
        var section = conf.Section("recovery");
        return new()
        {
            MaxInFlight = section.Int(
                "max_in_flight", 500,
                "The number of evacuations at the same time in this process, over all recoveries. Lower it when Nova's conductor, the "
                + "message bus or the storage falls behind.", min: 1),
            MaxInFlightPerDestination = section.Int(
                "max_in_flight_per_destination", 10,
                "The number of evacuations at the same time per usable destination host, over all controllers. Nova builds "
                + "max_concurrent_builds (10) at a time on a host. Lower it when hosts or their storage are slow.", min: 1),
            StartStagger = TimeSpan.FromMilliseconds(section.Int(
                "start_stagger_ms", 0, "The pause between two evacuate calls, in milliseconds.", min: 0)),
            Threads = conf.Default.OptionalInt(
                "host_failure_recovery_threads",
                "The number of evacuations at the same time per "
                + "notification. Unset = adaptive, based on the usable destination hosts.", min: 1),
        };
    }
}
