using System.Text.Json.Nodes;
using Masakari.Core.Monitoring.Reports;

namespace Masakari.Core.Monitoring.Hosts;

/// <summary>Reports about hosts, in the words of the original.</summary>
internal static class HostReport
{
    private const string Stopped = "STOPPED";
    private const string Unknown = "UNKNOWN";

    /// <param name="hostName">The host, as the cluster calls it.</param>
    /// <param name="telling">Not <see cref="Telling.None"/>.</param>
    /// <param name="at">Since when that is so.</param>
    public static MonitorReport Of(string hostName, Telling telling, DateTimeOffset at) => new()
    {
        Id = Guid.NewGuid(),
        Type = ReportType.Host,
        HostName = hostName,
        GeneratedAt = at,
        Payload = new JsonObject
        {
            ["event"] = telling == Telling.Started ? "STARTED" : Stopped,
            ["cluster_status"] = telling == Telling.Started ? "ONLINE" : "OFFLINE",
            ["host_status"] = telling == Telling.Unconfirmed ? Unknown : "NORMAL",
        },
        Monitor = HostMonitor.DriverName,
    };

    public static Telling Read(MonitorReport report) =>
        report.Event != Stopped ? Telling.Started
        : report.Payload["host_status"]?.ToString() == Unknown ? Telling.Unconfirmed : Telling.Stopped;
}
