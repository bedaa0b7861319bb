namespace Masakari.Core.OpenStack.Nova;

/// <summary>An instance of a list whose record cannot be read: a field is missing, null or odd.</summary>
public sealed record UnreadableServer
{
    /// <summary>Nova's id; <see langword="null"/> when it is that what cannot be read.</summary>
    public Guid? Id { get; init; }

    /// <summary>Its display name; its id when it has none.</summary>
    public required string Name { get; init; }

    /// <summary>The service host it belongs to; <see langword="null"/> when it shows none.</summary>
    public string? Host { get; init; }

    /// <summary>Which field is wrong, and how.</summary>
    public required string Why { get; init; }
}
