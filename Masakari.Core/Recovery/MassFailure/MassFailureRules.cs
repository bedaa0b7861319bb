namespace Masakari.Core.Recovery.MassFailure;

/// <summary>
/// Decides whether too many hosts fail at once. Then the network or Nova may have failed instead of the hosts, and an evacuation would
/// start guests a second time. The hosts of the segment and those of the region are counted separately.
/// </summary>
internal static class MassFailureRules
{
    /// <summary>So few hosts may fail together without being a mass failure.</summary>
    private const int FewestOfAMass = 3;

    /// <summary>Which hosts are too many, as the beginning of a sentence; <see langword="null"/> = there is no mass failure.</summary>
    /// <param name="view">What is known about the hosts.</param>
    /// <param name="percent">Exactly this share is no mass failure; 100 = there is never one.</param>
    public static string? TooMany(MassFailureView view, int percent)
    {
        var services = view.Services.GroupBy(service => service.Host).ToDictionary(group => group.Key, group => group.First());
        return Check(view.SegmentHosts, $"hosts of segment {view.Segment}") ?? Check(services.Keys, "nova-compute hosts of Nova");

        string? Check(IReadOnlyCollection<string> hosts, string all)
        {
            var failed = hosts.Count(IsFailed);
            return failed >= FewestOfAMass && failed * 100L > hosts.Count * (long)percent
                ? $"{failed} of the {hosts.Count} {all} fail at the same time" : null;
        }

        bool IsFailed(string host) =>
            host == view.Host || view.UnderRecovery.Contains(host)
            || (services.TryGetValue(host, out var service) && !service.Up && (service.Enabled || view.HeldAndDisabled.Contains(host)));
    }
}
