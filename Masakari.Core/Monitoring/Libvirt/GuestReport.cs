using System.Text.Json.Nodes;
using Masakari.Core.Monitoring.Reports;

namespace Masakari.Core.Monitoring.Libvirt;

/// <summary>The reports about guests, as the original writes their payload.</summary>
internal static class GuestReport
{
    /// <summary>A report of something that happened just now.</summary>
    public static MonitorReport Of(string monitor, string hostName, Guid uuid, EventName name, DateTimeOffset now) => new()
    {
        Id = Guid.NewGuid(),
        Type = ReportType.Instance,
        HostName = hostName,
        GeneratedAt = now,
        Monitor = monitor,
        Payload = new JsonObject
        {
            ["event"] = name.Event, ["instance_uuid"] = uuid.ToString(), ["vir_domain_event"] = name.DomainEvent,
        },
    };

    /// <summary>The guest and the event of a report; <see langword="null"/> = the report is not about a guest.</summary>
    public static (Guid Uuid, EventName Name)? Read(MonitorReport report) =>
        Guid.TryParse(report.Payload["instance_uuid"]?.ToString(), out var uuid)
            ? (uuid, new EventName(report.Event, report.Payload["vir_domain_event"]?.ToString() ?? ""))
            : null;
}
