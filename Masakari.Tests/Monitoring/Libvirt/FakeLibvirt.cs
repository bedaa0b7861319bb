using Masakari.Core.Monitoring.Libvirt;
using Masakari.Core.Monitoring.Libvirt.Interop;

namespace Masakari.Tests.Monitoring.Libvirt;

/// <summary>A libvirt in memory: guests start, crash and hang, and the daemon goes away and comes back.</summary>
internal sealed class FakeLibvirt : ILibvirt
{
    private readonly Dictionary<Guid, FakeGuest> guests = [];
    private readonly List<FakeConnection> open = [];
    private uint lastRun;

    /// <summary>Why no connection can be opened; null = one can.</summary>
    public string? Trouble { get; private set; }

    public int Opened { get; private set; }

    public long Pulses { get; set; }

    /// <summary>The event loop beats whenever somebody looks.</summary>
    public bool LoopTurns { get; set; } = true;

    public IReadOnlyDictionary<Guid, FakeGuest> Guests => guests;

    long ILibvirt.Pulses => LoopTurns ? ++Pulses : Pulses;

    public Task<ILibvirtConnection> OpenAsync(IReadOnlyCollection<GuestEventId> events, bool readOnly, CancellationToken ct)
    {
        Opened++;
        if (Trouble is { } trouble) throw new LibvirtException(trouble);
        var connection = new FakeConnection(this, events, readOnly);
        open.Add(connection);
        return Task.FromResult<ILibvirtConnection>(connection);
    }

    /// <summary>A guest that runs.</summary>
    public Guid Add(string? definition = null)
    {
        var uuid = Guid.NewGuid();
        guests[uuid] = new FakeGuest { Definition = definition ?? FakeGuest.WithAgent };
        Start(uuid);
        return uuid;
    }

    public void Start(Guid uuid)
    {
        Change(uuid, new GuestView(uuid, ++lastRun, GuestState.Running, ShutOffReason.Unknown));
        Tell(new GuestEvent(uuid, GuestEventId.Lifecycle, 2, 0));
    }

    public void Pause(Guid uuid)
    {
        Change(uuid, guests[uuid].View with { State = GuestState.Paused });
        Tell(new GuestEvent(uuid, GuestEventId.Lifecycle, 3, 0));
    }

    public void Crash(Guid uuid, ShutOffReason reason = ShutOffReason.Crashed)
    {
        Change(uuid, new GuestView(uuid, uint.MaxValue, GuestState.ShutOff, reason));
        Tell(new GuestEvent(uuid, GuestEventId.Lifecycle, 5, 5));
    }

    public void Destroy(Guid uuid)
    {
        Change(uuid, new GuestView(uuid, uint.MaxValue, GuestState.ShutOff, ShutOffReason.Destroyed));
        Tell(new GuestEvent(uuid, GuestEventId.Lifecycle, 5, 1));
    }

    /// <summary>It crashes, and the event is not sent.</summary>
    public void CrashUnheard(Guid uuid, ShutOffReason reason = ShutOffReason.Crashed) =>
        Change(uuid, new GuestView(uuid, uint.MaxValue, GuestState.ShutOff, reason));

    public void Undefine(Guid uuid)
    {
        guests.Remove(uuid);
        Tell(new GuestEvent(uuid, GuestEventId.Lifecycle, 1, 0));
    }

    public void Tell(GuestEvent happened)
    {
        foreach (var connection in open) connection.Hear(happened);
    }

    /// <summary>Events came that found no place.</summary>
    public void Lose(int events) => open.ForEach(connection => connection.Lost += events);

    /// <summary>The daemon ends: guests go on, connections break.</summary>
    public void GoDown(string why = "Connection refused")
    {
        Trouble = why;
        foreach (var connection in open.ToList()) connection.End();
        open.Clear();
    }

    public void ComeBack() => Trouble = null;

    public void Closed(FakeConnection connection) => open.Remove(connection);

    private void Change(Guid uuid, GuestView view) => guests[uuid].View = view;
}
