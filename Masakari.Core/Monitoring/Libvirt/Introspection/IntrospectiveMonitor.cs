using Masakari.Core.Monitoring.Libvirt.Interop;
using Masakari.Core.Monitoring.Reports;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Libvirt.Introspection;

/// <summary>Pings the agents of the running guests in rounds, and reports a guest whose agent answered and no longer does.</summary>
internal sealed class IntrospectiveMonitor(
    ILibvirt libvirt, IntrospectiveMonitorOptions options, string hostName, TimeProvider clock, ILogger<IntrospectiveMonitor> logger)
    : IMonitorDriver
{
    public const string DriverName = "introspective";

    /// <summary>
    /// libvirt's daemon serves 5 requests of a client at a time, and by default 20 of all clients; a ping of a hung agent holds one of
    /// them. One more is left for a look before a report is sent.
    /// </summary>
    private const int PingsAtOnce = 4;

    private static readonly EventName Hung = new("QEMU_GUEST_AGENT_ERROR", "STOPPED_FAILED");

    private readonly LibvirtLink link = new(libvirt, DriverName, clock, logger);
    private readonly WatchedGuests guests = new(options.SocketPath, logger);

    public string Name => DriverName;

    public MonitorHealth Health => link.Health;

    /// <summary>What is known about the agent of a guest; <see langword="null"/> = it is not watched at present.</summary>
    public Journal? JournalOf(Guid uuid) => guests.Find(uuid)?.Journal;

    public Task RunAsync(IReports reports, CancellationToken ct) =>
        link.RunAsync([], readOnly: false, (connection, stop) => WatchAsync(connection, reports, stop), ct);

    /// <summary>A guest that answers, was stopped or is gone needs no restart.</summary>
    public async Task<bool> HoldsAsync(MonitorReport report, CancellationToken ct)
    {
        if (GuestReport.Read(report) is not var (uuid, _) || link.Current is not { } connection) return true;
        try
        {
            return await connection.FindAsync(uuid, ct) is { State: GuestState.Running or GuestState.Blocked }
                && await connection.PingAsync(uuid, options.Timeout, ct) != AgentAnswer.Answered;
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException)
        {
            return true;
        }
    }

    private async Task WatchAsync(ILibvirtConnection connection, IReports reports, CancellationToken ct)
    {
        guests.Reconnected();
        while (true)
        {
            var began = clock.GetTimestamp();
            var watched = await guests.FindAsync(connection, ct);
            link.Sees();
            var limits = new ParallelOptions { MaxDegreeOfParallelism = PingsAtOnce, CancellationToken = ct };
            await Parallel.ForEachAsync(watched, limits, async (guest, stop) => await PingAsync(guest, connection, reports, stop));
            var rest = options.Interval - clock.GetElapsedTime(began);
            if (rest > TimeSpan.Zero) await link.WaitAsync(connection, rest, ct);
        }
    }

    private async Task PingAsync(WatchedGuest guest, ILibvirtConnection connection, IReports reports, CancellationToken ct)
    {
        var answer = await connection.PingAsync(guest.Uuid, options.Timeout, ct);
        if (answer == AgentAnswer.Unknown) return;
        var before = guest.Journal;
        var after = before.Next(answer == AgentAnswer.Answered, options.Threshold);
        if (after.State == JournalState.Reported && before.State != JournalState.Reported)
        {
            await reports.AddAsync(GuestReport.Of(DriverName, hostName, guest.Uuid, Hung, clock.GetUtcNow()), ct);
            logger.AgentReported(guest.Uuid, after.Misses);
        }
        guest.Journal = after;
        Tell(guest.Uuid, before.State, after.State);
    }

    private void Tell(Guid uuid, JournalState before, JournalState after)
    {
        switch (before, after)
        {
            case (JournalState.Discovery, JournalState.Healthy):
                logger.AgentWatched(uuid);
                break;
            case (JournalState.Healthy, JournalState.Error):
                logger.AgentMissed(uuid);
                break;
            case (JournalState.Error, JournalState.Healthy) or (JournalState.Reported, JournalState.Discovery):
                logger.AgentAnswersAgain(uuid);
                break;
        }
    }
}
