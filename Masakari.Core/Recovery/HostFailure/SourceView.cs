using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// What Nova shows of the failed host: its instances and their evacuations, a few seconds old at most, and the live migrations that were
/// under way when it died. Looked at before every evacuate, because somebody else may have moved an instance or asked for its evacuation
/// meanwhile.
/// </summary>
internal sealed class SourceView(INova nova, string host, HostWatch.Vigil vigil, TimeSpan interval, TimeProvider clock)
{
    private const int IntervalsItStaysFresh = 5;

    /// <summary>How old the records may be, as a part of the interval, when an evacuate is about to be sent.</summary>
    private const double RecordsStayFresh = 0.2;

    private Dictionary<Guid, Server> servers = [];
    private ILookup<Guid, EvacuationRecord> evacuations = Array.Empty<EvacuationRecord>().ToLookup(one => one.InstanceId);
    private ILookup<Guid, LiveMigration>? liveMigrations;
    private long? lookedAt;

    // Many moves come to this point together: they share one list.
    private readonly SharedRead<ILookup<Guid, EvacuationRecord>> now = new(
        async ct => (await nova.ListEvacuationsAsync(host, ct)).ToLookup(one => one.InstanceId), clock);

    /// <summary>The instance of a move as it was last seen; no server when it is not on the host (any more).</summary>
    public MoveView Show(MoveJournalEntry move, WaitOptions waits) => new()
    {
        Journal = move,
        Source = host,
        Waits = waits,
        Server = servers.GetValueOrDefault(move.Instance),
        Evacuations = [.. evacuations[move.Instance]],
        LiveMigration = liveMigrations?[move.Instance].LastOrDefault() is { IsOpen: true } newest ? newest : null,
    };

    /// <summary>The evacuations of an instance as they are now, a fraction of a second old at most.</summary>
    public async Task<IReadOnlyList<EvacuationRecord>> EvacuationsNowAsync(Guid instance, CancellationToken ct) =>
        [.. (await ReadNowAsync(ct))[instance]];

    /// <summary>The last look said that the host is dead. Asked when an evacuate is about to go, because it may have waited for its turn.</summary>
    public bool IsDead => vigil.LooksDead;

    /// <summary>Waits while a look leaves it open whether the host is dead.</summary>
    /// <param name="abortOf">The operator's order to end the recovery, as a sentence: asked while it waits.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Why nothing is sent any more, as a sentence; <see langword="null"/> = the host is dead.</returns>
    public async Task<string?> WhyNotSendAsync(Func<CancellationToken, Task<string?>> abortOf, CancellationToken ct)
    {
        for (var began = clock.GetTimestamp(); !vigil.LooksDead;)
        {
            if (await abortOf(ct) is { } order) return order;
            if (vigil.LooksAlive || clock.GetElapsedTime(began) > vigil.Patience)
                return $"Nova does not show any more that host {host} is dead. The instance was not moved.";
            await Task.Delay(interval, clock, ct);
        }
        return null;
    }

    /// <summary>
    /// Looks again unless it did a moment ago. Records first: one that is done then belongs to an instance that is seen to have left. The
    /// live migrations are read once: none begins on a host that is down.
    /// </summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        if (lookedAt is { } at && clock.GetElapsedTime(at) < interval * IntervalsItStaysFresh) return;
        var began = clock.GetTimestamp();
        liveMigrations ??= (await nova.ListLiveMigrationsAsync(host, ct)).ToLookup(one => one.InstanceId);
        evacuations = await ReadNowAsync(ct);
        servers = (await nova.ListServersAsync(host, ct)).Readable.ToDictionary(server => server.Id);
        lookedAt = began;   // a look that failed half-way is none
    }

    private async Task<ILookup<Guid, EvacuationRecord>> ReadNowAsync(CancellationToken ct) =>
        (await now.ReadAsync(interval * RecordsStayFresh, ct)).Value;
}
