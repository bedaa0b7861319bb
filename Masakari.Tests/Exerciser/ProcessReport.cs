namespace Masakari.Tests.Exerciser;

/// <summary>A report that a process of a host has ended.</summary>
/// <param name="Notification">Its uuid.</param>
/// <param name="Host">The host.</param>
/// <param name="At">When.</param>
internal sealed record ProcessReport(Guid Notification, string Host, DateTimeOffset At) : StoryReport(Notification, Host, At);
