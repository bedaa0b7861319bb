namespace Masakari.Core.VMoves;

/// <summary>How an attempt at a vmove ended.</summary>
/// <param name="VMove">The vmove.</param>
/// <param name="To"><c>succeeded</c>, <c>failed</c> or <c>ignored</c>.</param>
/// <param name="Destination">The new host, or <see langword="null"/>.</param>
/// <param name="Message">Why the attempt failed or was ignored, or <see langword="null"/>.</param>
internal sealed record VMoveEnd(Guid VMove, VMoveStatus To, string? Destination, string? Message);
