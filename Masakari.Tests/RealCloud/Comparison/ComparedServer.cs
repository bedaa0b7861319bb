using System.Text.Json;

namespace Masakari.Tests.RealCloud.Comparison;

/// <summary>A server's place and states.</summary>
internal sealed record ComparedServer(string? Host, string Status, string VmState, string? TaskState, int PowerState)
{
    public string Words => $"{Host}: {Status}, {VmState}, task {TaskState ?? "none"}, power {PowerState}";

    public static ComparedServer From(JsonElement server) => new(
        server.GetProperty("OS-EXT-SRV-ATTR:host").GetString(), server.GetProperty("status").GetString()!,
        server.GetProperty("OS-EXT-STS:vm_state").GetString()!, server.GetProperty("OS-EXT-STS:task_state").GetString(),
        server.GetProperty("OS-EXT-STS:power_state").GetInt32());
}
