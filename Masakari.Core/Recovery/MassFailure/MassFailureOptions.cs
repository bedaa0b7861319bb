using Masakari.Core.Configuration;

namespace Masakari.Core.Recovery.MassFailure;

/// <summary>When so many hosts fail at once that their recoveries are held.</summary>
internal sealed record MassFailureOptions
{
    private const int Off = 100;

    /// <summary><c>mass_failure_percent</c>: recoveries are held while more than this share of the hosts fail; 100 = never.</summary>
    public int Percent { get; init; } = 50;

    /// <summary><c>mass_failure_window</c>: a recovered host counts for this time after the end of its recovery.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>No recovery is ever held.</summary>
    public bool IsOff => Percent >= Off;

    internal static MassFailureOptions Read(Conf conf)
    {
        var section = conf.Section("host_failure");
        return new()
        {
            Percent = section.Int(
                "mass_failure_percent", 50,
                "Hold recoveries without proof while at least 3 hosts, and more than this percentage of the hosts of the segment or of "
                + "the region, fail at the same time. 100 = never.", min: 1, max: Off),
            Window = section.Seconds(
                "mass_failure_window", 600, "How long a recovered host counts as failed for mass_failure_percent.", min: 0),
        };
    }
}
