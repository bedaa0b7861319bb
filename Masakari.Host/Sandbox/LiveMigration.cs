namespace Masakari.Host.Sandbox;

/// <summary>A migration record of type live-migration.</summary>
internal sealed class LiveMigration
{
    public required int Id { get; init; }
    public required Instance Instance { get; init; }
    public required ComputeHost Source { get; init; }
    public required ComputeHost Destination { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; private set; }

    public string Status { get; private set; } = "running";

    public void Move(string status, DateTimeOffset now) => (Status, UpdatedAt) = (status, now);
}
