using Masakari.Core;
using Masakari.Core.Configuration;
using Masakari.Core.Monitoring;
using Masakari.Host.Lifetime;
using Masakari.Host.Service;

namespace Masakari.Host.Cli;

/// <summary><c>masakari monitor</c>: the monitors of a compute host.</summary>
internal static class MonitorVerb
{
    /// <param name="sources">masakarimonitors.conf.</param>
    /// <param name="monitors">Those that the command line names; empty = those of the configuration.</param>
    /// <param name="errors">Where it is said why they do not start.</param>
    /// <param name="ct">Stops the monitors.</param>
    public static async Task<int> RunAsync(ConfSources sources, IReadOnlyList<string> monitors, TextWriter errors, CancellationToken ct)
    {
        var (conf, review) = ConfReview.Read(sources, MonitorService.ReadAll);
        if (review.Errors.Count > 0)
            return ConfTrouble.Report(review, errors);
        if (monitors.Count == 0 && MonitorsOptions.Read(conf).Enabled.Count == 0)
        {
            await errors.WriteLineAsync(
                $"masakari: no monitor is named: give one or more of {string.Join(", ", MonitorNames.All)}, or set [monitors] enabled");
            return 2;
        }

        if (!OperatingSystem.IsLinux() && (monitors.Count > 0 ? monitors : MonitorsOptions.Read(conf).Enabled).Any(MonitorNames.OnlyLinux.Contains))
        {
            await errors.WriteLineAsync($"masakari: {string.Join(" and ", MonitorNames.OnlyLinux)} need Linux: they look at guests through libvirt");
            return 2;
        }

        var host = MonitorService.Build(conf, monitors, services => services.AddReloadBySignal(sources, MonitorService.ReadAll, conf));
        await using var ended = (IAsyncDisposable)host;
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Masakari");
        foreach (var (level, text) in review.StartMessages($"Masakari {ProductVersion.Text}, monitors"))
            logger.AtStart(level, text);
        return await MonitorLife.RunAsync(host, ct);
    }
}
