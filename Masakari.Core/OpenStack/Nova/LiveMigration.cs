namespace Masakari.Core.OpenStack.Nova;

/// <summary>Nova's record of one live migration (API 2.53, GET /os-migrations with migration_type=live-migration).</summary>
public sealed record LiveMigration
{
    /// <summary>Nova's number; grows.</summary>
    public required long Id { get; init; }

    /// <summary>The instance.</summary>
    public required Guid InstanceId { get; init; }

    /// <summary>The host it leaves.</summary>
    public required string SourceHost { get; init; }

    /// <summary>The host it goes to, once known.</summary>
    public string? DestHost { get; init; }

    /// <summary>Nova's word: queued, preparing, running, post-migrating, completed, failed, cancelled, error …</summary>
    public required string Status { get; init; }

    /// <summary>Nova has not written its end. Only the source's compute service does, so a death of the source leaves it open.</summary>
    public bool IsOpen => Status is not ("completed" or "done" or "failed" or "error" or "cancelled");
}
