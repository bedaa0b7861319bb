using Masakari.Core.Configuration;
using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>When a host counts as dead without proof.</summary>
internal sealed record EvidenceOptions
{
    /// <summary>
    /// <c>wait_period_after_service_update</c>: how long a host must have been silent by Nova's record before it is evacuated without
    /// proof.
    /// </summary>
    public TimeSpan WantedSilence { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary><c>require_proof</c>: silence is no evidence.</summary>
    public bool RequireProof { get; init; }

    /// <summary><c>nova_report_interval_seconds</c>: the interval of the heartbeats of each nova-compute.</summary>
    public TimeSpan NovaReportInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// <c>forced_down_settle_seconds</c>: how long no heartbeat may arrive before a forced_down that is older than the report is proof; zero
    /// = it is trusted at once.
    /// </summary>
    public TimeSpan ForcedDownSettle { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary><c>verify_interval</c>: pause between two looks, at least 0.2 s.</summary>
    public TimeSpan VerifyInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause between two looks at a host: a longer one would miss the heartbeats of the others.</summary>
    public TimeSpan LookInterval => VerifyInterval < NovaReportInterval ? VerifyInterval : NovaReportInterval;

    internal static EvidenceOptions Read(Conf conf)
    {
        var recovery = conf.Section("recovery");
        var interval = recovery.Seconds(
            "nova_report_interval_seconds", 10,
            "The report_interval of Nova. A silent host is evacuated only while Nova receives heartbeats of other hosts: "
                + "Masakari must see one in each three of these intervals.", min: 1);
        return new()
        {
            WantedSilence = conf.Default.Seconds("wait_period_after_service_update", 180,
                "How long Nova must have received no heartbeat of a host "
                    + "before the host is evacuated without proof that the host is down.", min: 0),
            RequireProof = conf.Section("host_failure").Bool(
                "require_proof", false,
                "Never evacuate a host because of its silence alone: wait until the host is forced down in Nova, or confirmed with "
                    + "`masakari manage confirm-down`."),
            NovaReportInterval = interval,
            ForcedDownSettle = recovery.OptionalSeconds(
                "forced_down_settle_seconds",
                "How long no heartbeat may arrive from a host that was forced down in Nova before its report. Only then does forced_down "
                    + "prove that the host is dead. 0 = at once. Unset = 1.5 times nova_report_interval_seconds.", min: 0) ?? interval * 1.5,
            VerifyInterval = NovaOptions.ReadVerifyInterval(conf.Default),
        };
    }
}
