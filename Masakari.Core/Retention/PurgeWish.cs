namespace Masakari.Core.Retention;

/// <summary>Which rows go.</summary>
public sealed record PurgeWish
{
    /// <summary>Rows that ended or were deleted so long ago; zero or more.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>At most so many rows, all tables of the original together; 1 or more.</summary>
    public int MaxRows { get; init; } = int.MaxValue;
}
