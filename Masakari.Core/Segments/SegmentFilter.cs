namespace Masakari.Core.Segments;

/// <summary>Which segments a listing shows; <see langword="null"/> = any.</summary>
public sealed record SegmentFilter
{
    /// <summary>Exact wire word, e.g. <c>auto</c>; an unknown word matches nothing.</summary>
    public string? RecoveryMethod { get; init; }

    /// <summary>Exact, case-sensitive.</summary>
    public string? ServiceType { get; init; }

    /// <summary>On or off.</summary>
    public bool? Enabled { get; init; }
}
