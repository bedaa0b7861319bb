using System.Collections.Concurrent;
using Masakari.Core.Monitoring.Reports;

namespace Masakari.Tests.Monitoring.Libvirt;

/// <summary>Keeps reports in memory.</summary>
internal sealed class ReportList : IReports
{
    private readonly ConcurrentQueue<MonitorReport> all = [];

    public IReadOnlyList<MonitorReport> All => [.. all];

    /// <summary>Each as uuid, event and detail.</summary>
    public IEnumerable<string> Lines => all.Select(report =>
        $"{report.Payload["instance_uuid"]} {report.Payload["event"]} {report.Payload["vir_domain_event"]}");

    /// <summary>The disk is full.</summary>
    public bool IsFull { get; set; }

    public int Count => all.Count;

    public Task AddAsync(MonitorReport report, CancellationToken ct)
    {
        if (IsFull) return Task.FromException(new IOException("No space left on device"));
        all.Enqueue(report);
        return Task.CompletedTask;
    }
}
