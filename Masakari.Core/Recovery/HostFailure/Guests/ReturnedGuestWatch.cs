using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.HostFailure.Guests;

/// <summary>
/// What is known of the guests of a host that is back, from look to look. A guest that Nova shows active may be off as long as Nova's power
/// sync has not come. That the sync has come is known when guests are found stopped, and no further one for some time.
/// </summary>
internal sealed class ReturnedGuestWatch
{
    /// <summary>Nova's power sync stops the guests of a host one after the other.</summary>
    private static readonly TimeSpan SyncLasts = TimeSpan.FromSeconds(15);

    private readonly Dictionary<Guid, Guest> open;
    private readonly Dictionary<Guid, MoveJournalEntry> moves;
    private readonly Dictionary<Guid, long> startedAt = [];
    private readonly Dictionary<Guid, string> notRunning = [];
    private readonly Dictionary<Guid, string> leftOff = [];
    private readonly HashSet<Guid> foundStopped = [];
    private readonly HashSet<Guid> toStart;
    private readonly DateTimeOffset reportedAt;
    private readonly TimeSpan startLimit;
    private readonly TimeSpan left;
    private readonly TimeProvider clock;
    private readonly long began;
    private long? lastFound;

    /// <param name="view">What was seen at the first look.</param>
    /// <param name="moves">The moves of the recovery.</param>
    /// <param name="reportedAt">When the host was reported.</param>
    /// <param name="options">How long Nova's power sync is waited for, and what stopped with the host.</param>
    /// <param name="startLimit">How long a start may take.</param>
    /// <param name="clock">Counts the times.</param>
    public ReturnedGuestWatch(
        GuestsOfHost view, IReadOnlyList<MoveJournalEntry> moves, DateTimeOffset reportedAt, StoppedGuestOptions options, TimeSpan startLimit,
        TimeProvider clock)
    {
        (this.reportedAt, this.startLimit, this.clock, toStart, began) = (reportedAt, startLimit, clock, [.. view.ToStart], clock.GetTimestamp());
        this.moves = moves.Where(move => !move.IsOver).ToDictionary(move => move.Instance);
        left = options.ReturnedHostWatch - (view.ReturnedFor ?? TimeSpan.Zero);
        WindowBegin = options.PowerSyncWindow > TimeSpan.Zero ? view.HeartbeatAt - options.PowerSyncWindow : null;
        var over = moves.Where(move => move.IsOver).Select(move => move.Instance).ToHashSet();
        open = view.Active.Select(id => new Guest(id, WasStopped: false))
            .Concat(view.Stopped.Select(id => new Guest(id, WasStopped: true)))
            .Concat(moves.Where(move => move.VmState == "active").Select(move => new Guest(move.Instance, move.IsToBeStarted)))
            .Where(guest => !over.Contains(guest.Id)).DistinctBy(guest => guest.Id).ToDictionary(guest => guest.Id);
    }

    /// <summary>
    /// A guest that was stopped at the first look is wanted if Nova itself has stopped it since; <see langword="null"/> = it is not.
    /// </summary>
    public DateTimeOffset? WindowBegin { get; }

    /// <summary>Nova's power sync is waited for no longer.</summary>
    public bool IsTimeOver => clock.GetElapsedTime(began) >= left;

    /// <summary>How many were started and run.</summary>
    public int Started { get; private set; }

    /// <summary>Those that do not run although they are wanted, with the reason.</summary>
    public IReadOnlyCollection<string> Left => leftOff.Values;

    /// <summary>The guests that are waited for.</summary>
    public IReadOnlyCollection<Guid> Open => open.Keys;

    /// <summary>Every guest is known to run, or to be left as it is.</summary>
    public bool IsSettled => open.Count == 0
        || (lastFound is { } at && clock.GetElapsedTime(at) >= SyncLasts && open.Keys.All(id => !notRunning.ContainsKey(id)));

    /// <summary>A start was sent whose end is not known.</summary>
    public bool HasStartsUnderWay => startedAt.Keys.Any(open.ContainsKey);

    /// <summary>Takes a look in.</summary>
    /// <param name="look">The look.</param>
    /// <param name="isWanted">Whether the rules of high availability want an instance to be brought back.</param>
    /// <returns>The guests that are stopped.</returns>
    public IReadOnlyList<Server> TakeIn(GuestLook look, Func<Server, bool> isWanted)
    {
        var stopped = new List<Server>();
        foreach (var guest in open.Values.ToList())
        {
            if (!look.Servers.TryGetValue(guest.Id, out var server) || !isWanted(server)) Close(guest.Id);
            else if (TakeIn(guest, new(server, IsEvacuated(guest.Id, look), StartedFor(guest.Id))) == GuestStep.Ask) stopped.Add(server);
        }
        return stopped;
    }

    /// <summary>It was about to be started by this recovery.</summary>
    public bool IsToStart(Guid guest) => toStart.Contains(guest);

    /// <summary>The guest, by what was seen at the first look.</summary>
    public Guest Of(Server server) => open[server.Id];

    /// <summary>A start has been sent.</summary>
    public void NoteStart(Guid guest) => startedAt.TryAdd(guest, clock.GetTimestamp());

    /// <summary>Whether Nova heard a start is not known: the next look shows it.</summary>
    public void NoteLostStart(Guid guest) => toStart.Add(guest);

    /// <summary>The guest is left as it is.</summary>
    /// <param name="server">The guest.</param>
    /// <param name="why">Why it does not run although it is wanted; <see langword="null"/> = it is not wanted.</param>
    public void Leave(Server server, string? why)
    {
        Close(server.Id);
        if (why is not null) leftOff[server.Id] = $"{server.Name} ({server.Id}): {why}";
    }

    /// <summary>The time is over: what does not run is left.</summary>
    public void LeaveAll(string why)
    {
        foreach (var (id, name) in notRunning.Where(one => open.ContainsKey(one.Key)).ToList())
        {
            Close(id);
            leftOff[id] = $"{name}: {why}";
        }
    }

    private GuestStep TakeIn(Guest guest, GuestSight sight)
    {
        var server = sight.Server;
        var (step, why) = GuestRules.Next(sight, startLimit);
        if (step == GuestStep.Runs) notRunning.Remove(guest.Id);
        else if (!guest.WasStopped) notRunning[guest.Id] = $"{server.Name} ({server.Id})";
        if (step == GuestStep.Ask && !guest.WasStopped && foundStopped.Add(guest.Id)) lastFound = clock.GetTimestamp();
        if (step == GuestStep.Leave) Leave(server, guest.WasStopped && sight.StartedFor is null ? null : why);
        if (step == GuestStep.Runs && (startedAt.ContainsKey(guest.Id) || toStart.Contains(guest.Id)))
        {
            Close(guest.Id);
            Started++;
        }
        else if (step == GuestStep.Runs && guest.WasStopped) Close(guest.Id);
        return step;
    }

    private TimeSpan? StartedFor(Guid guest) => startedAt.TryGetValue(guest, out var at) ? clock.GetElapsedTime(at) : null;

    /// <summary>
    /// By a move of ours, the newest record since its plan; else an open one, or one since the report. A host that comes back marks the
    /// records of its evacuations as completed, whatever their destinations do.
    /// </summary>
    private bool IsEvacuated(Guid guest, GuestLook look)
    {
        var records = look.Evacuations[guest];
        return moves.TryGetValue(guest, out var move)
            ? records.ToList().NewestAbove(move.NewestForeignRecord) is { HasFailed: false }
            : records.Any(record => record.IsOpen || (record.IsDone && record.CreatedAt >= reportedAt));
    }

    private void Close(Guid guest)
    {
        open.Remove(guest);
        notRunning.Remove(guest);
    }
}
