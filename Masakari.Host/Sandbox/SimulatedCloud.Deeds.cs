namespace Masakari.Host.Sandbox;

/// <summary>What operators, users and failing infrastructure do to the cloud. Servers may be given by name or by id.</summary>
internal sealed partial class SimulatedCloud
{
    /// <summary>nova-compute dies or the host is cut off from the control plane, while its guests run on.</summary>
    public void SilenceHost(string name) => Change(() => fate.Silence(HostNamed(name)));

    /// <summary>The host shuts down in an orderly way: its guests stop, Nova's power sync notices that, then the host is off.</summary>
    public void ShutDownHost(string name, TimeSpan off) => Change(() =>
    {
        var host = HostNamed(name);
        foreach (var instance in host.Instances.Where(i => i.GuestRuns))
            power.Crash(instance);
        timeline.After(off, () => fate.Kill(host));
    });

    /// <summary>A heartbeat that waited in a queue is recorded now, whether the host lives or not.</summary>
    public void RecordLateHeartbeat(string name) => Change(() => HostNamed(name).LateHeartbeat = timeline.Now);

    /// <summary>Somebody writes the service's record; what is null stays as it is. `updated_at` moves if anything changes.</summary>
    public void WriteService(string name, bool? disabled = null, string? reason = null, bool? forcedDown = null) => Change(() =>
    {
        var host = HostNamed(name);
        host.Write(disabled ?? host.Disabled, reason ?? host.DisabledReason, forcedDown ?? host.ForcedDown, timeline.Now);
    });

    /// <summary>The message bus, or all conductors, are away: no compute of the cloud can report.</summary>
    public void LoseBus(TimeSpan duration) => Change(() => bus.GoAway(timeline.Now, duration));

    /// <summary>The database of that host's cell does not answer the next calls, or the calls of a time.</summary>
    public void LoseCellOf(string host, CellData data = CellData.All, int? calls = null, TimeSpan? duration = null) =>
        Change(() => cells.Add(HostNamed(host).Cell, data, calls, duration));

    /// <summary>The next answers come from a process whose clock is ahead by that much (negative: behind); null: without a date.</summary>
    public void SkewDates(TimeSpan? ahead, int calls) => Change(() => dates.Add(ahead, calls));

    /// <summary>Nova shows a field of a server or host as that JSON; <paramref name="json"/> null: not at all.</summary>
    public void Distort(string? of, string field, string? json, int? calls = null) => Change(() => distortions.Add(of, field, json, calls));

    /// <summary>The server has something that Nova never evacuates.</summary>
    public void BarEvacuation(string server, EvacuationBar bar) => Change(() => ServerNamed(server).Bar = bar);

    /// <summary>An operator begins a live migration; it stays open for ever when the source dies before its end.</summary>
    public void BeginLiveMigration(string server, string to) => Change(() => migrations.Begin(ServerNamed(server), HostNamed(to)));

    /// <summary>Somebody else evacuates the server, past us.</summary>
    public void EvacuateByHand(string server, string? to = null) =>
        Change(() => life.Begin(ServerNamed(server), to is null ? null : HostNamed(to), byHand: true));

    /// <summary>The server goes into error for a reason of its own.</summary>
    public void BreakServer(string server) => Change(() =>
    {
        var instance = ServerNamed(server);
        instance.Become(InstanceStates.Error, taskState: null, instance.PowerState, timeline.Now);
    });

    public void LockByOwner(string server) => Change(() => ServerNamed(server).Locked = true);

    public void StopByOwner(string server) => Change(() => power.StopByOwner(ServerNamed(server)));

    public void StartByOwner(string server) => Change(() => power.StartByOwner(ServerNamed(server)));

    /// <summary>All evacuations that Nova accepted, oldest first.</summary>
    public IReadOnlyList<EvacuationSnapshot> AllEvacuations() => Looking(() => inventory.Evacuations.Select(e => new EvacuationSnapshot(
        e.Instance.Name, e.Source.Name, e.Destination?.Name, e.Status, e.CreatedAt, e.IsUnderWay ? null : e.UpdatedAt, e.SourceHeartbeat,
        e.SourceWrittenAt, e.SourceWasForcedDown, e.GuestRan, e.SourceLived, e.IsSecond, e.ByHand)).ToList());
}
