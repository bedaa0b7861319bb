namespace Masakari.Core.Persistence;

/// <summary>The page of a listing that the client requests, and its order.</summary>
public sealed record PageRequest
{
    /// <summary>The maximum number of rows; 0 gives none.</summary>
    public required int Limit { get; init; }

    /// <summary>The marker as sent: the integer id of the last row already seen; <see langword="null"/> = from the start.</summary>
    public string? Marker { get; init; }

    /// <summary>Sort keys as sent, in order; empty = created_at, id.</summary>
    public IReadOnlyList<string> SortKeys { get; init; } = [];

    /// <summary>Directions as sent (<c>asc</c>, <c>desc</c>), paired with the keys; missing ones take the first, default <c>desc</c>.</summary>
    public IReadOnlyList<string> SortDirections { get; init; } = [];
}
