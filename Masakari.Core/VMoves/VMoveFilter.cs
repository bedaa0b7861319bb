namespace Masakari.Core.VMoves;

/// <summary>Which vmoves of a notification a listing shows; <see langword="null"/> = any.</summary>
public sealed record VMoveFilter
{
    /// <summary>Exactly as on the wire, e.g. <c>succeeded</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Exactly as on the wire, e.g. <c>evacuation</c>.</summary>
    public string? Type { get; init; }
}
