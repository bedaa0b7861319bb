using Masakari.Core.Configuration;
using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Flow;

/// <summary>How long a recovery waits for Nova, from <c>[DEFAULT]</c>.</summary>
internal sealed record WaitOptions
{
    /// <summary><c>wait_period_after_evacuation</c>: limit for one evacuation; zero or less = none.</summary>
    public TimeSpan Evacuation { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary><c>wait_period_after_power_off</c>: limit for a stop; zero or less = none.</summary>
    public TimeSpan PowerOff { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary><c>wait_period_after_power_on</c>: limit for a start; zero or less = none.</summary>
    public TimeSpan PowerOn { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary><c>verify_interval</c>: pause between two looks, at least 0.2 s.</summary>
    public TimeSpan VerifyInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a recovery that works as it should may go without getting ahead: the waits for one instance, which is stopped or started
    /// after its evacuation, some looks, and ample time for the calls around them. Infinite when a wait has no limit.
    /// </summary>
    public TimeSpan LongestStandstill => Evacuation <= TimeSpan.Zero || PowerOff <= TimeSpan.Zero || PowerOn <= TimeSpan.Zero
        ? Timeout.InfiniteTimeSpan
        : Evacuation + (PowerOff > PowerOn ? PowerOff : PowerOn) + VerifyInterval * 4 + TimeSpan.FromMinutes(5);

    internal static WaitOptions Read(Conf conf)
    {
        var section = conf.Default;
        var options = new WaitOptions
        {
            Evacuation = section.Seconds(
                "wait_period_after_evacuation", 90, "The time limit for the evacuation of one instance. 0 or less = no limit."),
            PowerOff = section.Seconds(
                "wait_period_after_power_off", 180, "The time limit for stopping an instance. 0 or less = no limit."),
            PowerOn = section.Seconds(
                "wait_period_after_power_on", 60, "The time limit for starting an instance. 0 or less = no limit."),
            VerifyInterval = NovaOptions.ReadVerifyInterval(section),
        };
        WarnOfNoLimit(section, "wait_period_after_evacuation", options.Evacuation);
        WarnOfNoLimit(section, "wait_period_after_power_off", options.PowerOff);
        WarnOfNoLimit(section, "wait_period_after_power_on", options.PowerOn);
        return options;
    }

    private static void WarnOfNoLimit(ConfSection section, string name, TimeSpan limit)
    {
        if (limit <= TimeSpan.Zero)
            section.Warn(name, "there is no time limit: one instance that hangs keeps its recovery running for ever");
    }
}
