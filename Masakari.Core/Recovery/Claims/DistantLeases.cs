namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// Leases that end later than any lease can that is renewed now: the database's clock has stepped back since. Such a lease counts as lapsed
/// when nobody has renewed it for a whole lease by our own clock. A living owner renews its lease long before, and the row changes.
/// </summary>
internal sealed class DistantLeases(TimeSpan lease, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Sighting> sightings = [];

    /// <summary>Whether the lease of a row has lapsed by this rule.</summary>
    /// <param name="subject">Whose row it is.</param>
    /// <param name="isDistant">It ends more than a whole lease from now, by the database's clock.</param>
    /// <param name="version">What changes with each renewal.</param>
    public bool HasLapsed(string subject, bool isDistant, string version)
    {
        lock (gate)
        {
            if (!isDistant)
            {
                sightings.Remove(subject);
                return false;
            }
            if (sightings.TryGetValue(subject, out var first) && first.Version == version) return clock.GetElapsedTime(first.At) > lease;
            sightings[subject] = new Sighting(version, clock.GetTimestamp());
            return false;
        }
    }

    private sealed record Sighting(string Version, long At);
}
