namespace Masakari.Tests.Exerciser;

/// <summary>A report about a guest.</summary>
/// <param name="Notification">Its uuid.</param>
/// <param name="Host">The host of the guest.</param>
/// <param name="At">When.</param>
/// <param name="Server">The guest.</param>
internal sealed record GuestReport(Guid Notification, string Host, DateTimeOffset At, string Server) : StoryReport(Notification, Host, At);
