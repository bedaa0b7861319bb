namespace Masakari.Core.Recovery.Claims;

/// <summary>One ownership of one subject.</summary>
/// <param name="Subject"><c>host:&lt;uuid&gt;</c> or <c>instance:&lt;uuid&gt;</c>.</param>
/// <param name="Notification">The notification being worked on.</param>
/// <param name="Epoch">Grows with every change of owner.</param>
internal sealed record ClaimKey(string Subject, Guid Notification, long Epoch);
