using Masakari.Core.Notifications;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Which of Nova's evacuation records of an instance are from before a move that is about to be planned. A source that is back for a moment
/// ends the records of all evacuations away from it, whatever the destinations do: one of them may still build the instance, or run it. A move
/// that follows such an evacuation says at its end that somebody must look. Only a report after that means that somebody has.
/// </summary>
internal sealed class RecordsBefore(INova nova, MoveJournal journal)
{
    /// <param name="notification">The report.</param>
    /// <param name="instances">The instances to be moved.</param>
    /// <param name="host">The name of their host.</param>
    /// <param name="ct">Ends the read.</param>
    /// <returns>For each instance the number of the newest record that is from before; 0 when there is none.</returns>
    public async Task<IReadOnlyDictionary<Guid, long>> FindAsync(
        Notification notification, IEnumerable<Guid> instances, string host, CancellationToken ct)
    {
        var evacuations = await nova.ListEvacuationsAsync(host, ct);
        var before = instances.ToDictionary(instance => instance, instance => evacuations.LastEnded(instance));
        var records = evacuations.ToLookup(record => record.InstanceId);
        var done = before.Keys.Where(instance => records[instance].NewestAbove(0) is { IsDone: true }).ToList();
        if (done.Count == 0) return before;
        foreach (var move in await journal.ListNewestAsync(done, host, ct))
            if (IsOpenEnd(move, records[move.Instance].NewestAbove(move.NewestForeignRecord), notification))
                before[move.Instance] = move.NewestForeignRecord;
        return before;
    }

    /// <summary>
    /// Whether the move followed the evacuation, has not seen the instance arrive, and has warned nobody before the report. Its end and the
    /// report have the time of the database. The record has Nova's: that decides only whether somebody else evacuated it after the move.
    /// </summary>
    private static bool IsOpenEnd(EarlierMove move, EvacuationRecord? record, Notification notification)
    {
        if (record is null || move.Destination is not null || record.CreatedAt > move.EndedAt) return false;
        return move.WarnedRecord is not { } warned || warned < record.Id || move.EndedAt is not { } at || at >= notification.CreatedAt;
    }
}
