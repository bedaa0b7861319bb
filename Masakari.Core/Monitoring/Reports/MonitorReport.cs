using System.Text.Json.Nodes;

namespace Masakari.Core.Monitoring.Reports;

/// <summary>What a monitor saw and Masakari must be told. It becomes one notification.</summary>
internal sealed record MonitorReport
{
    /// <summary>Names the report in the spool and in the log; the API does not see it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The sort of the notification.</summary>
    public required ReportType Type { get; init; }

    /// <summary>The host as it is registered in Masakari.</summary>
    public required string HostName { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>The payload of the notification, as it is sent.</summary>
    public required JsonObject Payload { get; init; }

    /// <summary>The driver that reports: <see cref="IMonitorDriver.Name"/>. It is asked whether the report still holds.</summary>
    public required string Monitor { get; init; }

    /// <summary>The event that the payload names, or an empty text.</summary>
    public string Event => Payload["event"]?.ToString() ?? "";
}

/// <summary>The sorts of <see cref="MonitorReport"/>.</summary>
internal enum ReportType
{
    /// <summary>An instance failed: <c>VM</c>.</summary>
    Instance,

    /// <summary>A process of the host failed: <c>PROCESS</c>.</summary>
    Process,

    /// <summary>A compute host failed or came back: <c>COMPUTE_HOST</c>.</summary>
    Host,
}
