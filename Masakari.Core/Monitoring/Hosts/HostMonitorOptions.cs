using Masakari.Core.Configuration;

namespace Masakari.Core.Monitoring.Hosts;

/// <summary>[host]: what all drivers of the host monitor share.</summary>
internal sealed record HostMonitorOptions
{
    public const string Pacemaker = "default";
    public const string Consul = "consul";
    public const string Kubernetes = "kubernetes";

    private const string Section = "host";

    /// <summary>Which cluster is asked: <see cref="Pacemaker"/>, <see cref="Consul"/> or <see cref="Kubernetes"/>.</summary>
    public string Driver { get; init; } = Pacemaker;

    /// <summary>From the end of one round to the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>So many looks in a row must agree.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Only a host that somebody has seen off is reported as one to recover.</summary>
    public bool NeedsPowerOff { get; init; } = true;

    /// <summary>While a failure waits for its report: the pause before the next look.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After so long without a proof that a host is off, Masakari is told of the failure for its records.</summary>
    public TimeSpan PowerLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads the options. Mistakes are kept in <see cref="Conf.Errors"/>.</summary>
    public static HostMonitorOptions Read(Conf conf)
    {
        var section = conf.Section(Section);
        var driver = section.Text(
            "monitoring_driver", Pacemaker,
            "What knows which hosts live: default or simple = pacemaker and corosync, consul, or kubernetes.",
            choices: [Pacemaker, "simple", Consul, Kubernetes]);
        var retries = section.Int(
            "ipmi_retry_max", 3,
            "A failed host that nobody has seen off is looked at so often, ipmi_retry_interval apart, before the report says that its "
            + "state is unknown. Masakari does not recover such a host; the monitor goes on looking.", min: 0, max: 1000);
        var pause = section.Seconds(
            "ipmi_retry_interval", 10, "The pause between two looks at a host whose failure is not reported yet.", min: 1, max: 3600);
        var atOnce = section.Bool(
            "disable_ipmi_check", fallback: false,
            "Report an offline host at once. false = only when it is seen off: the cluster has fenced it, or its IPMI controller, as the "
            + "cluster's fencing devices name it, says that its power is off. Only for pacemaker.");
        return new HostMonitorOptions
        {
            Driver = driver == "simple" ? Pacemaker : driver,
            Interval = section.Seconds("monitoring_interval", 60, "The pause between two looks at the cluster.", min: 1, max: 3600),
            Samples = section.Int(
                "monitoring_samples", 1, "So many looks in a row must agree that a host is away, or is there.", min: 1, max: 100),
            NeedsPowerOff = driver is Pacemaker or "simple" && !atOnce,
            RetryPause = pause,
            PowerLimit = pause * retries,
        };
    }
}
