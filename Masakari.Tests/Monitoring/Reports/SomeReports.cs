using System.Text.Json.Nodes;
using Masakari.Core.Monitoring.Reports;

namespace Masakari.Tests.Monitoring.Reports;

/// <summary>Reports to test with.</summary>
internal static class SomeReports
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A guest crashed.</summary>
    public static MonitorReport Crash(string instance, string host = "c1") => new()
    {
        Id = Guid.NewGuid(),
        Type = ReportType.Instance,
        HostName = host,
        GeneratedAt = Noon,
        Payload = new JsonObject { ["event"] = "LIFECYCLE", ["instance_uuid"] = instance, ["vir_domain_event"] = "STOPPED_FAILED" },
        Monitor = "instance",
    };

    /// <summary>The guest agent is silent.</summary>
    public static MonitorReport Hang(string instance) => Crash(instance) with
    {
        Payload = new JsonObject
        {
            ["event"] = "QEMU_GUEST_AGENT_ERROR", ["instance_uuid"] = instance, ["vir_domain_event"] = "STOPPED_FAILED",
        },
    };

    /// <summary>A host failed.</summary>
    public static MonitorReport Loss(string host) => Crash("", host) with
    {
        Type = ReportType.Host,
        Payload = new JsonObject { ["event"] = "STOPPED", ["cluster_status"] = "OFFLINE", ["host_status"] = "NORMAL" },
        Monitor = "host",
    };

    /// <summary>What tells the reports apart: the instance, or the host.</summary>
    public static string Subject(this MonitorReport report) => report.Payload["instance_uuid"]?.ToString() ?? report.HostName;
}
