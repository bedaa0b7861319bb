namespace Masakari.Host.Sandbox;

/// <summary>An evacuation that Nova accepted, and the truth about its source at that moment.</summary>
/// <param name="Server">Name of the server.</param>
/// <param name="Source">Name of the host that Nova believed it on.</param>
/// <param name="Destination">The scheduler's choice, also while the record does not show it. Null: none chosen yet.</param>
/// <param name="Status">Of the migration record.</param>
/// <param name="AcceptedAt">On the cloud's clock.</param>
/// <param name="EndedAt">On the cloud's clock. Null: it is under way.</param>
/// <param name="LastHeartbeat">The newest heartbeat of the source that Nova had then.</param>
/// <param name="WrittenAt">Somebody's last change of the source's service record before that; null: none.</param>
/// <param name="WasForcedDown">Somebody had declared the source dead then.</param>
/// <param name="GuestRan">The guest was running in truth: a second copy was begun.</param>
/// <param name="SourceLived">The source lived in truth then.</param>
/// <param name="IsSecond">Another evacuation of the server was open then.</param>
/// <param name="ByHand">Somebody else asked for it, past us.</param>
internal sealed record EvacuationSnapshot(
    string Server, string Source, string? Destination, string Status, DateTimeOffset AcceptedAt, DateTimeOffset? EndedAt,
    DateTimeOffset LastHeartbeat, DateTimeOffset? WrittenAt, bool WasForcedDown, bool GuestRan, bool SourceLived, bool IsSecond, bool ByHand);
