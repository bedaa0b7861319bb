namespace Masakari.Core.Recovery.Spares;

/// <summary>Which spares were tried since the last pause, and why they take no more instances.</summary>
internal sealed class SpareCycle
{
    private readonly Dictionary<string, SpareRefusal> refusals = [];

    /// <summary>There is a reserved host in the segment, of this recovery or free, or one that another recovery may give back.</summary>
    public bool HasAny { get; set; }

    public IEnumerable<SpareRefusal> Refusals => refusals.Values;

    public bool HasTried(string spare) => refusals.ContainsKey(spare);

    /// <returns>Whether it was not known before.</returns>
    public bool Refuse(SpareRefusal refusal) => refusals.TryAdd(refusal.Spare, refusal);
}
