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

    /// <summary><c>verify_interval</c>: pause between two looks, at least 0.2 s.</summary>
    public TimeSpan VerifyInterval { get; init; } = TimeSpan.FromSeconds(1);

    internal static EvidenceOptions Read(Conf conf) => new()
    {
        WantedSilence = conf.Default.Seconds("wait_period_after_service_update", 180,
            "How long Nova must have received no heartbeat of a host "
                + "before the host is evacuated without proof that the host is down.", min: 0),
        VerifyInterval = NovaOptions.ReadVerifyInterval(conf.Default),
    };
}
