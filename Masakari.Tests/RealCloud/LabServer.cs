using System.Text.Json;

namespace Masakari.Tests.RealCloud;

/// <summary>A server as the real Nova shows it.</summary>
internal sealed record LabServer
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string? Host { get; init; }
    public required string VmState { get; init; }
    public required string? TaskState { get; init; }
    public required int PowerState { get; init; }
    public required bool Locked { get; init; }
    public required string? LockedReason { get; init; }

    public static LabServer From(JsonElement server) => new()
    {
        Id = server.GetProperty("id").GetGuid(),
        Name = server.GetProperty("name").GetString()!,
        Host = server.GetProperty("OS-EXT-SRV-ATTR:host").GetString(),
        VmState = server.GetProperty("OS-EXT-STS:vm_state").GetString()!,
        TaskState = server.GetProperty("OS-EXT-STS:task_state").GetString(),
        PowerState = server.GetProperty("OS-EXT-STS:power_state").GetInt32(),
        Locked = server.GetProperty("locked").GetBoolean(),
        LockedReason = server.GetProperty("locked_reason").GetString(),
    };
}
