using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// An instance in error may be so because an earlier recovery failed to move it: it is then to come back in the state from before that
/// recovery, whichever notification it was of.
/// </summary>
internal sealed class InheritedStates(INova nova, MoveJournal journal)
{
    /// <summary>The instances, those in error with the states of their newest move where that one did not land.</summary>
    public async Task<IReadOnlyList<Server>> ApplyAsync(IReadOnlyList<Server> servers, CancellationToken ct)
    {
        var inError = servers.Where(server => server.VmState == "error").Select(server => server.Id).ToList();
        if (inError.Count == 0) return servers;
        var states = new Dictionary<Guid, EarlierMove>();
        foreach (var move in (await journal.ListNewestAsync(inError, from: null, ct)).Where(move => !move.HasLanded))
            if (!IsUsersWord(await nova.ListActionsAsync(move.Instance, ct), move)) states.Add(move.Instance, move);
        return [.. servers.Select(server => states.TryGetValue(server.Id, out var move) ? Restore(server, move) : server)];
    }

    /// <summary>A user has done something since: the error is the user's or has another cause.</summary>
    private static bool IsUsersWord(IReadOnlyList<InstanceAction> actions, EarlierMove move) =>
        actions.Any(action => action is { UserId: not null, ByOurAccount: false } && action.StartedAt >= move.PlannedAt);

    private static Server Restore(Server server, EarlierMove move) => server with { VmState = move.VmState, PowerState = move.PowerState };
}
