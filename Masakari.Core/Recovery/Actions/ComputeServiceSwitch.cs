using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Actions;

/// <summary>Disables and enables the nova-compute service of a host.</summary>
internal sealed class ComputeServiceSwitch(
    INovaChanges nova, HostJournal journal, RecoveryPermits permits, TimeProvider clock, ILogger<ComputeServiceSwitch> logger)
{
    /// <summary>
    /// Disables on demand, in the background: Nova may hold its answer back for a minute when the host has just died, but stores the
    /// change at once.
    /// </summary>
    /// <param name="claim">The recovery's claim.</param>
    /// <param name="reason">As Nova shows it.</param>
    /// <param name="ct">Ends the calls.</param>
    public BackgroundDisable InBackground(ClaimSet claim, string reason, CancellationToken ct) => new(
        note: () => journal.NoteDisableAsync(claim),
        disable: (service, token) => DisableAsync(claim, service, reason, token),
        clock,
        ct);

    /// <summary>Enables a service again; waits for the end of a pause.</summary>
    public Task<ChangeEnd> EnableAsync(ClaimSet claim, ComputeService service, CancellationToken ct) =>
        permits.SendAsync(claim, permit => nova.EnableServiceAsync(service, permit, CancellationToken.None), ct);

    private async Task<bool> DisableAsync(ClaimSet claim, ComputeService service, string reason, CancellationToken ct)
    {
        try
        {
            var end = await permits.SendAsync(claim, permit => nova.DisableServiceAsync(service, reason, permit, ct), ct);
            if (end == ChangeEnd.Sent) logger.ServiceDisabled(service.Host);
            return end == ChangeEnd.Sent;
        }
        catch (OpenStackException e)
        {
            logger.DisableFailed(service.Host, e.Message);
        }
        catch (OperationCanceledException)
        {
            // Nova shows it disabled, or the host is alive: its answer is of no interest any more.
        }
        return false;
    }
}
