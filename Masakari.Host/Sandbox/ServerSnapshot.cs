namespace Masakari.Host.Sandbox;

/// <summary>
/// A server at one moment: what Nova shows, whether its guest runs in truth, whether two copies of it ever ran at once, and whether
/// anybody asked Nova to stop or start it during an evacuation.
/// </summary>
internal sealed record ServerSnapshot(
    Guid Id, string Name, string Host, string VmState, string? TaskState, int PowerState, bool IsLocked,
    IReadOnlyDictionary<string, string> Metadata, bool GuestRuns, bool RanTwice, bool PoweredInMove);
