namespace Masakari.Tests.Exerciser;

/// <summary>The newest trouble of a guest.</summary>
/// <param name="Host">Its host at that moment.</param>
/// <param name="At">When.</param>
/// <param name="Report">What the monitor reported of it; null: nothing yet, or the service refused the report.</param>
internal sealed record GuestCrash(string Host, DateTimeOffset At, GuestReport? Report);
