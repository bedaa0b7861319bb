using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.InstanceHa;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Reports;

/// <summary>
/// Looks once, as soon as the API answers, whether this host is registered under the name that the reports give. A short name in the one
/// place and a full one in the other is the most frequent mistake of an installation, and every report is rejected then.
/// </summary>
internal sealed class HostNameCheck(MonitoredHost host, InstanceHaClient api, TimeProvider clock, ILogger<HostNameCheck> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly RegisteredHosts hosts = new(api);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await CheckAsync(stoppingToken))
                await Task.Delay(Pause, clock, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start looks again.
        }
    }

    /// <returns>Whether there is nothing more to look at.</returns>
    private async Task<bool> CheckAsync(CancellationToken ct)
    {
        try
        {
            var registered = await hosts.ListAsync(ct);
            if (registered.FirstOrDefault(known => known.Name == host.Name) is { } found)
                logger.HostIsRegistered(host.Name, found.Segment);
            else
                logger.HostNotRegistered(host.Name, RegisteredHosts.Hint(host.Name, registered));
            return true;
        }
        catch (OpenStackException problem)
        {
            logger.RegistrationNotChecked(host.Name, problem.Message);
            return problem.Status == 403;   // the account may send reports and nothing else
        }
    }
}
