using Masakari.Core.OpenStack.Nova;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// Warns once when the other hosts report more slowly than <c>nova_report_interval_seconds</c> says: what counts in that interval would be
/// concluded too early.
/// </summary>
internal sealed class HeartbeatPace(TimeSpan configured, TimeProvider clock, ILogger logger)
{
    private const int PausesToSee = 3;
    private const double Tolerance = 1.5;

    private readonly Dictionary<string, (ComputeService Service, long? BeatAt)> known = [];
    private TimeSpan shortest = TimeSpan.MaxValue;
    private int pauses;
    private bool isLogged;

    /// <summary>Measures the time between two heartbeats of the same host, and keeps the shortest of all.</summary>
    public void TakeIn(IReadOnlyList<ComputeService> others)
    {
        if (isLogged) return;
        foreach (var service in others.DistinctBy(one => one.Id)) TakeIn(service, clock.GetTimestamp());
        if (pauses < PausesToSee || shortest <= configured * Tolerance) return;
        logger.HeartbeatsAreSlow(shortest.TotalSeconds, configured.TotalSeconds);
        isLogged = true;
    }

    private void TakeIn(ComputeService service, long now)
    {
        var before = known.GetValueOrDefault(service.Id);
        var hasBeaten = before.Service is not null && service.Up && Heartbeats.HasBeaten(before.Service, service);
        if (hasBeaten && before.BeatAt is { } last)
        {
            pauses++;
            if (clock.GetElapsedTime(last, now) is var pause && pause < shortest) shortest = pause;
        }
        known[service.Id] = (service, hasBeaten ? now : before.BeatAt);
    }
}
