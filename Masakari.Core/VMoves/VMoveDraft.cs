namespace Masakari.Core.VMoves;

/// <summary>A vmove before it is inserted.</summary>
internal sealed record VMoveDraft
{
    /// <inheritdoc cref="VMove.Uuid"/>
    public required Guid Uuid { get; init; }

    /// <inheritdoc cref="VMove.NotificationUuid"/>
    public required Guid NotificationUuid { get; init; }

    /// <inheritdoc cref="VMove.InstanceUuid"/>
    public required Guid InstanceUuid { get; init; }

    /// <summary>The name as Nova shows it; a longer name than the column's is cut.</summary>
    public required string InstanceName { get; init; }

    /// <inheritdoc cref="VMove.SourceHost"/>
    public required string SourceHost { get; init; }
}
