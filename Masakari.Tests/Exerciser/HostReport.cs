namespace Masakari.Tests.Exerciser;

/// <summary>A report that a host is dead.</summary>
/// <param name="Notification">Its uuid.</param>
/// <param name="Host">The host that was reported.</param>
/// <param name="At">When.</param>
/// <param name="Servers">What was on the host at its death; empty when the host lived.</param>
internal sealed record HostReport(Guid Notification, string Host, DateTimeOffset At, IReadOnlyList<string> Servers)
    : StoryReport(Notification, Host, At)
{
    /// <summary>The host has lived since the report, or lived when it was reported: its recovery may end as a false alarm.</summary>
    public bool Lived { get; set; }
}
