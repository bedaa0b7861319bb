namespace Masakari.Host.Sandbox;

/// <summary>A host aggregate.</summary>
internal sealed record HostAggregate(int Id, Guid Uuid, string Name, DateTimeOffset CreatedAt, List<string> Hosts)
{
    public DateTimeOffset? UpdatedAt { get; set; }
}
