namespace Masakari.Core.Recovery.HostFailure;

/// <summary>What a recovery has of the evacuations that may be under way at the same time over all controllers.</summary>
/// <param name="Reserved">Under way, or admitted: they count against all others.</param>
/// <param name="Wanted">What the recovery could use now.</param>
internal sealed record EvacuationShare(int Reserved, int Wanted)
{
    /// <summary>
    /// The number of evacuations that a recovery may have under way. It gets what it wants while the others leave that free. When they want
    /// more together than there is, each may have an equal part, and what one does not want is free for the others. A recovery that has more
    /// than its part sends no more until enough of its evacuations have ended.
    /// </summary>
    /// <param name="total">What all recoveries may have under way together.</param>
    /// <param name="wanted">What this one could use now.</param>
    /// <param name="others">The other recoveries that are under way.</param>
    public static int Limit(int total, int wanted, IReadOnlyCollection<EvacuationShare> others)
    {
        var part = Math.Max(1, total / (others.Count(other => other.Wanted > 0) + 1));
        var left = total - others.Sum(other => Math.Min(other.Wanted, part));
        var free = total - others.Sum(other => other.Reserved);
        return Math.Max(0, Math.Min(Math.Min(wanted, Math.Max(part, left)), free));
    }
}
