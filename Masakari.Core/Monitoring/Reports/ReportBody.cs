using System.Globalization;
using System.Text.Json.Nodes;

namespace Masakari.Core.Monitoring.Reports;

/// <summary>A report as the API takes it.</summary>
internal static class ReportBody
{
    /// <summary>UTC without a time zone, with microseconds, as the Python original writes it.</summary>
    private const string Time = "yyyy-MM-ddTHH:mm:ss.ffffff";

    /// <param name="report">The report.</param>
    /// <param name="now">
    /// The time of the send. The service does not act on old events. An error of the guest agent or of a disk was seen to last until now;
    /// a crash has the time at which it happened, so that the service can tell it from what a user did afterwards.
    /// </param>
    public static JsonObject Of(MonitorReport report, DateTimeOffset now) => new()
    {
        ["type"] = report.Type switch
        {
            ReportType.Instance => "VM",
            ReportType.Process => "PROCESS",
            _ => "COMPUTE_HOST",
        },
        ["hostname"] = report.HostName,
        ["generated_time"] = (Lasts(report) ? now : report.GeneratedAt).UtcDateTime.ToString(Time, CultureInfo.InvariantCulture),
        ["payload"] = report.Payload.DeepClone(),
    };

    private static bool Lasts(MonitorReport report) =>
        report.Event == "QEMU_GUEST_AGENT_ERROR" || report.Event.StartsWith("IO_ERROR", StringComparison.Ordinal);
}
