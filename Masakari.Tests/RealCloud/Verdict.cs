using System.Text.Json;

namespace Masakari.Tests.RealCloud;

/// <summary>What must be true when a host recovery has finished, whatever happened to the service meanwhile.</summary>
internal static class Verdict
{
    /// <summary>
    /// Every server runs elsewhere, in the state of the decision table, moved exactly once; only the owner's lock is left; the vmoves
    /// agree.
    /// </summary>
    public static async Task AssertRecoveredAsync(HostFailure failure)
    {
        var servers = (await failure.Nova.ServersAsync()).ToDictionary(server => server.Id);
        var evacuations = (await failure.Nova.EvacuationsAsync(HostFailure.Host, failure.PostedAt.AddSeconds(-1))).ToLookup(one => one.Instance);
        var moves = (await failure.VMovesAsync()).ToLookup(move => move.GetProperty("instance_uuid").GetGuid());
        Assert.Multiple(() =>
        {
            foreach (var guest in failure.Guests)
            {
                AssertWellElsewhere(guest, servers[guest.Id]);
                AssertMovedOnce(guest, servers[guest.Id], [.. evacuations[guest.Id]]);
                AssertTold(guest, servers[guest.Id], [.. moves[guest.Id]]);
            }
            Assert.That(moves.Sum(one => one.Count()), Is.EqualTo(failure.Guests.Count), "vmoves");
            Assert.That(failure.Masakari.Log.Split('\n').Where(line => line.Contains(" ERR ", StringComparison.Ordinal)), Is.Empty, "what a human must look at");
        });
        await AssertLocksAsync(failure);
    }

    private static void AssertWellElsewhere(Guest guest, LabServer server)
    {
        Assert.That(server.Host, Is.AnyOf("compute2", "compute3", "compute4"), $"{guest}: host");
        Assert.That(server.VmState, Is.EqualTo(guest.FinalState), $"{guest}: vm_state");
        Assert.That(server.TaskState, Is.Null, $"{guest}: task_state");
        Assert.That(server.Locked, Is.EqualTo(guest.LockedByOwner), $"{guest}: locked");
        Assert.That(server.LockedReason, Is.EqualTo(guest.LockedByOwner ? Guests.OwnersReason : null), $"{guest}: reason of the lock");
    }

    private static void AssertMovedOnce(Guest guest, LabServer server, IReadOnlyList<LabEvacuation> evacuations)
    {
        Assert.That(evacuations, Has.Count.EqualTo(1), $"{guest}: evacuation records in os-migrations");
        Assert.That(evacuations.Select(one => one.Status), Has.All.EqualTo("done").Or.EqualTo("completed"), $"{guest}: evacuation");
        Assert.That(evacuations.Select(one => one.Destination), Has.All.EqualTo(server.Host), $"{guest}: destination");
    }

    private static void AssertTold(Guest guest, LabServer server, IReadOnlyList<JsonElement> moves)
    {
        Assert.That(moves, Has.Count.EqualTo(1), $"{guest}: vmoves");
        foreach (var move in moves)
        {
            Assert.That(Text(move, "status"), Is.EqualTo("succeeded"), $"{guest}: vmove");
            Assert.That(Text(move, "type"), Is.EqualTo("evacuation"), $"{guest}: type of the vmove");
            Assert.That(Text(move, "instance_name"), Is.EqualTo(server.Name), $"{guest}: name in the vmove");
            Assert.That((Text(move, "source_host"), Text(move, "dest_host")), Is.EqualTo((HostFailure.Host, server.Host)), $"{guest}: hosts of the vmove");
            Assert.That(new[] { Text(move, "start_time"), Text(move, "end_time") }, Has.None.Null, $"{guest}: times of the vmove");
        }
    }

    /// <summary>
    /// By Nova's record: an owner's lock was never touched; on every other server the newest of all locks and unlocks is an unlock.
    /// </summary>
    private static async Task AssertLocksAsync(HostFailure failure)
    {
        foreach (var guest in failure.Guests)
        {
            var actions = await failure.Nova.ActionsAsync(guest.Id);
            var locks = actions.Where(action => action is "lock" or "unlock").ToList();
            Assert.That(locks, guest.LockedByOwner ? Is.EqualTo(new[] { "lock" }) : Has.ItemAt(0).EqualTo("unlock"), $"{guest}: locks, newest first");
            Assert.That(actions.Count(action => action == "evacuate"), Is.EqualTo(1), $"{guest}: evacuate actions");
        }
    }

    private static string? Text(JsonElement move, string name) => move.GetProperty(name).GetString();
}
