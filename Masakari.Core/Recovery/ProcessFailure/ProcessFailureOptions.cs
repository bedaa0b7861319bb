using Masakari.Core.Configuration;
using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.ProcessFailure;

/// <summary>What is done about a nova-compute that stopped, from <c>[process_failure]</c> and <c>[DEFAULT]</c>.</summary>
internal sealed record ProcessFailureOptions
{
    /// <summary>Nova API 2.53, PUT /os-services/{id}: the longest disabled_reason.</summary>
    private const int LongestReason = 255;

    /// <summary>The reason that Nova shows while the service is disabled by us.</summary>
    public string ServiceDisableReason { get; init; } = "Masakari detected process failure.";

    /// <summary><c>wait_period_after_service_update</c>: limit until Nova shows the service disabled; zero or less = none.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary><c>verify_interval</c>: pause between two looks, at least 0.2 s.</summary>
    public TimeSpan VerifyInterval { get; init; } = TimeSpan.FromSeconds(1);

    internal static ProcessFailureOptions Read(Conf conf, TimeSpan limit)
    {
        var section = conf.Section("process_failure");
        var options = new ProcessFailureOptions
        {
            ServiceDisableReason = section.Text(
                "service_disable_reason", "Masakari detected process failure.",
                "The reason that Nova shows while nova-compute is disabled because its process stopped.")!,
            Limit = limit,
            VerifyInterval = NovaOptions.ReadVerifyInterval(conf.Default),
        };
        if (options.ServiceDisableReason.Length > LongestReason)
            section.Error("service_disable_reason", $"is longer than {LongestReason} characters: Nova would cut it");
        return options;
    }
}
