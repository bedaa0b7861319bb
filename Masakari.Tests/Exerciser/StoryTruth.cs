using Masakari.Host.Sandbox;

namespace Masakari.Tests.Exerciser;

/// <summary>What the teller of the story knows and the service does not.</summary>
internal sealed class StoryTruth
{
    public Dictionary<string, string> WantedStates { get; } = [];

    public HashSet<string> LockedByOwner { get; } = [];

    public HashSet<string> Deleted { get; } = [];

    /// <summary>Servers that their owners have stopped.</summary>
    public HashSet<string> StoppedByOwner { get; } = [];

    public Dictionary<string, int> PlannedFailures { get; } = [];

    public List<StoryReport> Reports { get; } = [];

    public IEnumerable<HostReport> HostReports => Reports.OfType<HostReport>();

    /// <summary>Hosts whose service an operator has disabled, with the reason.</summary>
    public Dictionary<string, string> Reasons { get; } = [];

    /// <summary>Hosts that an operator has forced down, with the time.</summary>
    public Dictionary<string, DateTimeOffset> ForcedDown { get; } = [];

    /// <summary>When an operator has taken the flag of a host off again.</summary>
    public Dictionary<string, DateTimeOffset> ForcedDownUntil { get; } = [];

    /// <summary>Hosts that an operator has confirmed to be down, with the time.</summary>
    public Dictionary<string, DateTimeOffset> ConfirmedDown { get; } = [];

    /// <summary>When the message bus went away.</summary>
    public List<DateTimeOffset> Outages { get; } = [];

    /// <summary>Hosts that were heard of again after a death.</summary>
    public HashSet<string> Returned { get; } = [];

    /// <summary>When which host died, fell silent, or was forced down alive.</summary>
    public List<(string Host, DateTimeOffset At)> Failures { get; } = [];

    /// <summary>Guests that a return has left off, and the recovery of the host that ran then.</summary>
    public List<(string Server, HostReport Report, DateTimeOffset At)> LeftOff { get; } = [];

    /// <summary>The newest crash, or other trouble, of each guest.</summary>
    public Dictionary<string, GuestCrash> Crashes { get; } = [];

    public IEnumerable<string> Servers => WantedStates.Keys.Except(Deleted);

    public void NoteServer(ServerSnapshot server)
    {
        WantedStates[server.Name] = Wanted(server);
        if (server.IsLocked) LockedByOwner.Add(server.Name);
    }

    /// <summary>From now on its owner wants it stopped.</summary>
    public void NoteStop(string server)
    {
        WantedStates[server] = "stopped";
        StoppedByOwner.Add(server);
    }

    public void PlanFailure(SimulatedCloud cloud, string server, Random random)
    {
        cloud.PlanEvacuation(server, random.Next(2) == 0 ? EvacuationOutcome.ClaimFails : EvacuationOutcome.BuildFails);
        PlannedFailures[server] = PlannedFailures.GetValueOrDefault(server) + 1;
    }

    /// <summary>The host lives again, if only for a moment.</summary>
    public void NoteReturn(string host, DateTimeOffset now, IReadOnlyList<ServerSnapshot> leftOff)
    {
        Returned.Add(host);
        foreach (var report in HostReports.Where(report => report.Host == host && report.End is null))
        {
            report.Lived = true;
            LeftOff.AddRange(leftOff.Select(server => (server.Name, report, now)));
        }
    }

    public bool HasFailedSince(string host, DateTimeOffset moment) => Failures.Any(failure => failure.Host == host && failure.At >= moment);

    /// <summary>The state in which a server of a dead host shall be left.</summary>
    private static string Wanted(ServerSnapshot server) => server.VmState switch
    {
        "active" or "error" => server.VmState,
        "resized" when server.PowerState != 4 => "active",
        _ => "stopped",
    };
}
