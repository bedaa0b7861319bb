namespace Masakari.Core.Hosts;

/// <summary>Which hosts of a segment a listing shows; <see langword="null"/> = any.</summary>
public sealed record HostFilter
{
    /// <summary>Exact, case-sensitive.</summary>
    public string? Type { get; init; }

    /// <summary>Spares or others.</summary>
    public bool? Reserved { get; init; }

    /// <summary>On maintenance or not.</summary>
    public bool? OnMaintenance { get; init; }
}
