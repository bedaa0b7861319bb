using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.PythonAdoption;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>The moves of a recovery: one vmove for each instance to be moved, with the states it has when it is first seen.</summary>
internal sealed class InstancePlan(
    BelievedList list, MoveJournal journal, HostJournal hosts, Adoption adoption, WantedStates states, RecordsBefore records,
    InstanceSelection selection)
{
    /// <summary>Looks at the host, and plans the instances that have no vmove yet.</summary>
    public async Task<PlanLook> ExtendAsync(RecoveryContext context, CancellationToken ct)
    {
        var host = context.Host.Name;
        context.Claim.ShowLife();
        var listed = await list.ReadAsync(host, ct);
        var source = await hosts.FindAsync(context.Notification.Uuid, ct);
        var evidenceAt = source?.EvidenceSeenAt;
        var wanted = selection.Choose(listed.Readable, evidenceAt);
        // Does nothing unless the Python original began this recovery.
        await adoption.EnterAsync(context, listed.Readable, wanted, ct);
        var known = await journal.ListAsync(context.Notification.Uuid, ct);
        var planned = known.Select(move => move.Instance).ToHashSet();
        var fresh = wanted.Where(server => !planned.Contains(server.Id)).ToList();
        if (fresh.Count > 0)
        {
            var before = await records.FindAsync(context.Notification, fresh.Select(server => server.Id), host, ct);
            var servers = await states.ApplyAsync(fresh, source?.HeartbeatAt, ct);
            await journal.PlanAsync(
                context.Claim, host, context.Flow,
                [.. servers.Select((server, index) => new PlannedMove(server, before[server.Id], known.Count + index))]);
        }
        return new PlanLook
        {
            Listed = listed.Readable,
            LeftOut = listed.Readable.ToLookup(server => selection.WhyLeftOut(server, evidenceAt)),
            HeldOut = [.. listed.Unreadable.Where(server => server.Id is not { } id || !planned.Contains(id))],
            Wanted = wanted,
            Known = known,
            Fresh = fresh,
        };
    }
}
