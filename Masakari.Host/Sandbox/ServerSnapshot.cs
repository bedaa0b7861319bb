namespace Masakari.Host.Sandbox;

/// <summary>A server at one moment.</summary>
internal sealed record ServerSnapshot(
    Guid Id, string Name, string Host, string VmState, string? TaskState, int PowerState, bool IsLocked,
    IReadOnlyDictionary<string, string> Metadata);
