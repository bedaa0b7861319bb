using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Operator;
using Masakari.Core.VMoves;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.PythonAdoption;

/// <summary>
/// Continues a recovery that the Python original began: its vmoves become ours, one for each instance; instances that it had evacuated
/// before vmoves existed get one; locks that it set are taken off at the end like our own. Run again, it finds nothing.
/// </summary>
internal sealed class Adoption(
    INova nova, HeldRecoveries held, OriginalMoves originals, MoveJournal journal, Database database, ILogger<Adoption> logger)
{
    /// <summary>Nova has accepted an evacuation and does not show its record yet.</summary>
    private const string JustAsked = "rebuilding";

    /// <summary>Enters what the original began into the journal.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="onSource">The instances that Nova has on the failed host.</param>
    /// <param name="chosen">Those of them that shall be moved, in their order.</param>
    /// <param name="ct">Stops between two looks.</param>
    public async Task EnterAsync(
        RecoveryContext context, IReadOnlyList<Server> onSource, IReadOnlyList<Server> chosen, CancellationToken ct)
    {
        var notification = context.Notification;
        var rows = await originals.ListAsync(notification.Uuid, ct);
        var released = await held.IsReleasedAsync(notification.Uuid, ct);
        if (rows.Count == 0 && !released) return;
        var evacuations = await nova.ListEvacuationsAsync(context.Host.Name, ct);

        var known = (await journal.ListAsync(notification.Uuid, ct)).Select(move => move.Instance).ToHashSet();
        var newest = rows.Where(row => !known.Contains(row.Instance))
            .GroupBy(row => row.Instance).ToDictionary(group => group.Key, group => group.Last());
        var begun = released ? evacuations.Where(one => one.CreatedAt >= notification.CreatedAt).Select(one => one.InstanceId) : [];
        var instances = (released ? chosen.Select(server => server.Id) : [])
            .Concat(newest.Keys).Concat(begun).Distinct().Where(id => !known.Contains(id));

        var here = onSource.ToDictionary(server => server.Id);
        await originals.CorrectAsync(
            context.Claim,
            superseded: [.. rows.Where(row => row.IsOpen && newest.GetValueOrDefault(row.Instance) != row)],
            reopened: [.. newest.Values.Where(row => row.Status == VMoveStatus.Succeeded && here.ContainsKey(row.Instance))]);
        var moves = new List<PlannedMove>();
        foreach (var id in instances)
        {
            context.Claim.ShowLife();
            var (server, row) = (here.GetValueOrDefault(id), newest.GetValueOrDefault(id));
            if (await PlanAsync(id, server, row, evacuations, notification.CreatedAt, ct) is { } move)
                moves.Add(move with { Position = known.Count + moves.Count });
        }
        if (moves.Count == 0) return;
        await journal.PlanAsync(context.Claim, context.Host.Name, context.Flow, moves);
        logger.Adopted(notification.Uuid, moves.Count(move => move.VMove is not null), moves.Count, moves.Count(move => move.LockedByUs));
    }

    private async Task<PlannedMove?> PlanAsync(
        Guid instance, Server? here, OriginalMove? row, IReadOnlyList<EvacuationRecord> evacuations, DateTimeOffset acceptedAt,
        CancellationToken ct)
    {
        var server = here ?? await nova.FindServerAsync(instance, ct);
        if (server is null && row is null) return null;
        server ??= new Server { Id = instance, Name = row!.InstanceName, VmState = "deleted" };
        var open = evacuations.Any(one => one.InstanceId == instance && one.IsOpen);
        return new PlannedMove(server, evacuations.LastEnded(instance), Position: 0)
        {
            VMove = row?.VMove,
            LockedByUs = server.Locked && await IsLockedByOriginalAsync(instance, acceptedAt, ct),
            AskedAt = row?.Status == VMoveStatus.Ongoing ? row.StartedAt
                : here?.TaskState == JustAsked && !open ? await database.ReadNowAsync(ct)
                : null,
        };
    }

    /// <summary>
    /// The newest lock was set under our account since the failure was reported. Any other lock is its owner's. Nova does not show who
    /// locked an instance; its os-instance-actions do (lock and unlock are recorded in API 2.53).
    /// </summary>
    private async Task<bool> IsLockedByOriginalAsync(Guid instance, DateTimeOffset since, CancellationToken ct)
    {
        var actions = await nova.ListActionsAsync(instance, ct);
        return actions.FirstOrDefault(action => action.Name is "lock" or "unlock") is { Name: "lock", ByOurAccount: true } newest
            && newest.StartedAt >= since;
    }
}
