using System.Text.Json;

namespace Masakari.Tests.RealCloud;

/// <summary>One row of Nova's <c>os-migrations</c>, of type evacuation.</summary>
internal sealed record LabEvacuation
{
    public required Guid Instance { get; init; }
    public required string Source { get; init; }
    public required string? Destination { get; init; }
    public required string Status { get; init; }

    public static LabEvacuation From(JsonElement migration) => new()
    {
        Instance = migration.GetProperty("instance_uuid").GetGuid(),
        Source = migration.GetProperty("source_compute").GetString()!,
        Destination = migration.GetProperty("dest_compute").GetString(),
        Status = migration.GetProperty("status").GetString()!,
    };
}
