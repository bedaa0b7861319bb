namespace Masakari.Tests.RealCloud;

/// <summary>Servers in every state of the decision table that the lab can produce.</summary>
internal static class Guests
{
    /// <summary>The reason that the owner gives for the lock.</summary>
    public const string OwnersReason = "kept by its owner";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500), Limit = TimeSpan.FromMinutes(2);

    /// <summary>Boots servers, two fifths of them with HA_Enabled: every fifth is stopped, two are in error, one is locked by its owner.</summary>
    public static async Task<IReadOnlyList<Guest>> SettleInAsync(Lab lab, LabNova nova, string host, int count)
    {
        var enabled = await lab.BootAsync(host, count * 2 / 5, "HA_Enabled=True");
        var plain = await lab.BootAsync(host, count - enabled.Count);
        Guest[] guests = [.. enabled.Concat(plain).Select((id, place) => Place(id, place, count))];
        await Task.WhenAll(guests.Select(guest => BringAboutAsync(nova, guest)));
        return guests;
    }

    private static Guest Place(Guid id, int place, int count) => place switch
    {
        _ when place % 5 == 0 => new Guest(id, "stopped", LockedByOwner: false),
        _ when place == 1 || place == count - 2 => new Guest(id, "error", LockedByOwner: false),
        _ => new Guest(id, "active", LockedByOwner: place == 2),
    };

    private static async Task BringAboutAsync(LabNova nova, Guest guest)
    {
        if (guest.FinalState == "stopped")
            await nova.ActAsync(guest.Id, "os-stop", null);
        if (guest.FinalState == "error")
            await nova.ActAsync(guest.Id, "os-resetState", new { state = "error" });
        if (guest.LockedByOwner)
            await nova.ActAsync(guest.Id, "lock", new { locked_reason = OwnersReason });
        await Poll.UntilAsync($"{guest}", () => nova.ServerAsync(guest.Id), server => IsSo(server, guest), Interval, Limit);
    }

    private static bool IsSo(LabServer server, Guest guest) =>
        server.VmState == guest.FinalState && server.TaskState is null && server.Locked == guest.LockedByOwner;
}
