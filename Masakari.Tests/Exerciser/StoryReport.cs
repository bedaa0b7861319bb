namespace Masakari.Tests.Exerciser;

/// <summary>A report that the service accepted.</summary>
/// <param name="Notification">Its uuid.</param>
/// <param name="Host">The host that was reported.</param>
/// <param name="At">When.</param>
/// <param name="Servers">What was on the host at its death; empty when the host lived.</param>
internal sealed record StoryReport(Guid Notification, string Host, DateTimeOffset At, IReadOnlyList<string> Servers)
{
    /// <summary>The host has lived since the report, or lived when it was reported: its recovery may end as a false alarm.</summary>
    public bool Lived { get; set; }

    public bool Aborted { get; set; }

    /// <summary>The final status; null: not final yet.</summary>
    public string? End { get; set; }
}
