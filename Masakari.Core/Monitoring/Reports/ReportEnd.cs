namespace Masakari.Core.Monitoring.Reports;

/// <summary>How a report left the spool.</summary>
internal enum ReportEnd
{
    /// <summary>
    /// Masakari has answered for good: it has stored the report or an equal one, ignores the host while it is on maintenance, or rejects
    /// the report.
    /// </summary>
    Answered,

    /// <summary>The report was dropped before Masakari answered: it no longer holds, or is too old.</summary>
    Dropped,
}
