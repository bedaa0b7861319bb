using Masakari.Core.Hosts;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;

namespace Masakari.Core.Recovery.Spares;

/// <summary>
/// Makes a spare that was taken ready for instances: first its aggregates, then its service. Each deed stands in the journal before it is
/// done. A host that somebody else has disabled, or put on maintenance, stays so.
/// </summary>
internal sealed class SpareSetup(
    INova nova, INovaChanges changes, SharedServices services, SpareJournal journal, RecoveryPermits permits, SpareOptions options)
{
    private const string Aborted = "the recovery was aborted";

    /// <summary>Makes it ready.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="spare">As the journal has it.</param>
    /// <param name="host">Its row; <see langword="null"/> = it is registered no longer.</param>
    /// <param name="ct">Stops between two deeds.</param>
    /// <returns>Why it cannot be used, as a part of a sentence; <see langword="null"/> = it is ready.</returns>
    public async Task<string?> MakeReadyAsync(RecoveryContext context, SpareEntry spare, ComputeHost? host, CancellationToken ct)
    {
        if (SpareChoice.WhyNot(host) is { } unfit) return unfit;
        try
        {
            if (SpareChoice.WhyNot(await FindServiceAsync(spare.Name, ct)) is { } why) return why;
            if (options.AddToAggregates && await JoinAggregatesAsync(context, spare, ct) is var (joined, problem))
            {
                if (problem is not null) return problem;
                spare = joined;
            }
            return await EnableAsync(context.Claim, spare, ct);
        }
        catch (OpenStackException e) when (!e.IsAway)
        {
            return e.Message.TrimEnd('.');
        }
    }

    private async Task<(SpareEntry Spare, string? Problem)> JoinAggregatesAsync(
        RecoveryContext context, SpareEntry spare, CancellationToken ct)
    {
        var all = await nova.ListAggregatesAsync(ct);
        foreach (var aggregate in all.Where(one => one.Hosts.Contains(context.Host.Name) && !one.Hosts.Contains(spare.Name)))
        {
            var before = spare;
            spare = await journal.NoteAggregatesAsync(context.Claim, spare, [.. spare.Aggregates.Append(aggregate.Id).Distinct()]);
            await context.Progress.ReportAsync(0.2, $"Adding host {spare.Name} to the aggregate {aggregate.Name}");
            try
            {
                var end = await permits.SendAsync(
                    context.Claim, permit => changes.AddToAggregateAsync(aggregate, spare.Name, permit, CancellationToken.None), ct);
                if (end == ChangeEnd.Aborted) return (spare, Aborted);
                await context.Progress.ReportAsync(0.3, $"Added host {spare.Name} to the aggregate {aggregate.Name}");
            }
            catch (OpenStackException e) when (!e.MayHaveHappened)
            {
                spare = await journal.NoteAggregatesAsync(context.Claim, spare, before.Aggregates);
                // A member by now, or in another availability zone: Nova's scheduler decides whether the instances may go there.
                await context.Progress.ReportAsync(1.0, $"Host {spare.Name} was not added to the aggregate {aggregate.Name}: {e.Message}");
            }
        }
        return (spare, null);
    }

    private async Task<string?> EnableAsync(ClaimSet claim, SpareEntry spare, CancellationToken ct)
    {
        while (true)
        {
            var service = await FindServiceAsync(spare.Name, ct);
            if (SpareChoice.WhyNot(service) is { } why) return why;
            if (service!.Enabled)
            {
                var known = spare.Enabling switch
                {
                    SpareEnabling.No => SpareEnabling.Found,
                    SpareEnabling.Meant => SpareEnabling.Done,
                    var same => same,
                };
                if (known != spare.Enabling) await journal.NoteEnablingAsync(claim, spare, known, spare.FormerReason);
                return null;
            }
            if (SpareUndo.IsDisabledBySomebody(spare, service))
                return $"somebody has disabled its nova-compute ({service.DisabledReason ?? "no reason"})";
            if (spare.Enabling == SpareEnabling.No)
                spare = await journal.NoteEnablingAsync(claim, spare, SpareEnabling.Meant, service.DisabledReason);
            var end = await permits.SendUnlessPausedAsync(
                claim, permit => changes.EnableServiceAsync(service, permit, CancellationToken.None), ct);
            if (end == ChangeEnd.Aborted) return Aborted;
            if (end == ChangeEnd.Sent) spare = await journal.NoteEnablingAsync(claim, spare, SpareEnabling.Done, spare.FormerReason);
        }
    }

    /// <summary>From a list that was asked for now: whoever looks at the spare next sees it as it is now, or later.</summary>
    private async Task<ComputeService?> FindServiceAsync(string host, CancellationToken ct) =>
        (await services.ReadAsync(TimeSpan.Zero, ct)).Value.Value.FirstOrDefault(service => service.Host == host);
}
