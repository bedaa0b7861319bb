namespace Masakari.Tests.Exerciser;

/// <summary>A report that the service accepted.</summary>
/// <param name="Notification">Its uuid.</param>
/// <param name="Host">The host that was reported, or the host of what was reported.</param>
/// <param name="At">When.</param>
internal abstract record StoryReport(Guid Notification, string Host, DateTimeOffset At)
{
    public bool Aborted { get; set; }

    /// <summary>The final status; null: not final yet.</summary>
    public string? End { get; set; }

    /// <summary>The message at the end; null: none.</summary>
    public string? Message { get; set; }
}
