namespace Masakari.Core.Recovery.Claims;

/// <summary>The claim belongs to another owner, or its lease has run out: nothing further may be done under it.</summary>
internal sealed class ClaimLostException(ClaimKey key) : Exception($"The claim on {key.SubjectText} is lost.");
