namespace Masakari.Core.OpenStack.Nova;

/// <summary>What the last poll showed about one instance and its evacuations.</summary>
public sealed record InstanceView
{
    /// <summary>The instance as last seen; <see langword="null"/> when it is gone.</summary>
    public required Server? Server { get; init; }

    /// <summary>Its evacuations away from the watched source host, oldest first.</summary>
    public required IReadOnlyList<EvacuationRecord> Evacuations { get; init; }
}
