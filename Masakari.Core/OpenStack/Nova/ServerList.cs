namespace Masakari.Core.OpenStack.Nova;

/// <summary>A list of instances, as far as it can be read.</summary>
public sealed record ServerList
{
    /// <summary>The instances.</summary>
    public required IReadOnlyList<Server> Readable { get; init; }

    /// <summary>Instances whose record cannot be read.</summary>
    public IReadOnlyList<UnreadableServer> Unreadable { get; init; } = [];

    /// <summary>Nova shows no instance at all.</summary>
    public bool IsEmpty => Readable.Count + Unreadable.Count == 0;
}
