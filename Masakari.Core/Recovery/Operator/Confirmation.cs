namespace Masakari.Core.Recovery.Operator;

/// <summary>An operator's word that a host is dead.</summary>
/// <param name="By">Who gave it.</param>
/// <param name="At">When, by the database's clock.</param>
internal sealed record Confirmation(string By, DateTimeOffset At)
{
    /// <summary>Whether it is younger than a heartbeat.</summary>
    public bool HoldsAfter(DateTimeOffset? heartbeat) => heartbeat is null || At > heartbeat;
}
