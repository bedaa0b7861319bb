namespace Masakari.Host.Sandbox;

/// <summary>A server at one moment: what Nova shows, whether its guest runs in truth, and whether two copies of it ever ran at once.</summary>
internal sealed record ServerSnapshot(
    Guid Id, string Name, string Host, string VmState, string? TaskState, int PowerState, bool IsLocked,
    IReadOnlyDictionary<string, string> Metadata, bool GuestRuns, bool RanTwice);
