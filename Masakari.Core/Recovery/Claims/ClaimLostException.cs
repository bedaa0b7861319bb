namespace Masakari.Core.Recovery.Claims;

/// <summary>The claim is no longer ours, or may not be any more: nothing further may be done under it.</summary>
internal sealed class ClaimLostException(string subject) : Exception($"The claim on {subject} is lost.");
