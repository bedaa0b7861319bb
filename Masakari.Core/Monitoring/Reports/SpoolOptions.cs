using Masakari.Core.Configuration;

namespace Masakari.Core.Monitoring.Reports;

/// <summary>Where reports wait until Masakari has accepted them.</summary>
internal sealed record SpoolOptions
{
    public required string Folder { get; init; }

    /// <summary>At most so many reports wait.</summary>
    public int MaxReports { get; init; } = 10_000;

    public static SpoolOptions Read(Conf conf)
    {
        var section = conf.Section("monitors");
        var folder = section.Text(
            "spool_dir", "/var/lib/masakarimonitors/spool",
            "The folder in which reports wait until Masakari has accepted them. They survive a crash. One process of monitors uses a folder.");
        if (!Path.IsPathFullyQualified(folder)) section.Error("spool_dir", "is not an absolute path");
        return new SpoolOptions
        {
            Folder = folder,
            MaxReports = section.Int(
                "spool_max_reports", 10_000,
                "The largest number of waiting reports. When it is reached, the oldest report of an instance or a process is dropped, and "
                + "a report of a host only when there are no others.", min: 10, max: 1_000_000),
        };
    }
}
