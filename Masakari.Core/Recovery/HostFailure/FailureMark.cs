using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Journals;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Shows a recovery that failed for good in Nova, where operators look at their hosts: the reason of our disable then ends with the
/// notification's id. A reason of somebody else stays.
/// </summary>
internal sealed class FailureMark(
    INova nova, ComputeServiceSwitch service, HostJournal journal, HostFailureOptions options, ILogger<FailureMark> logger)
{
    /// <summary>Nova stores the reason at once, and may hold its answer back for a minute when the host is dead.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Best effort: a Nova that is away does not keep the recovery from its end.</summary>
    public async Task LeaveAsync(ClaimSet claim, string host, CancellationToken ct)
    {
        if (await journal.FindAsync(claim.Notification, ct) is not { ServiceDisabledByUs: true }) return;
        if (options.ReasonOfFailure(claim.Notification) is not { } reason) return;
        try
        {
            if ((await nova.FindServiceAsync(host, ct)).Value is not { Enabled: false } shown || !options.IsOurs(shown.DisabledReason)) return;
            await using var disable = service.InBackground(claim, reason, ct);
            await disable.SendAsync(shown);
            await disable.GiveTimeAsync(Patience, ct);
        }
        catch (OpenStackException e)
        {
            logger.FailureNotShown(host, e.Message);
        }
    }
}
