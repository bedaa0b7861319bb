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
    public bool HasLapsed(ClaimRow row)
    {
        lock (gate)
        {
            if (row.Distant == 0)
            {
                sightings.Remove(row.Subject);
                return false;
            }
            if (sightings.TryGetValue(row.Subject, out var first) && first.Version == row.Version)
                return clock.GetElapsedTime(first.At) > lease;
            sightings[row.Subject] = new Sighting(row.Version, clock.GetTimestamp());
            return false;
        }
    }

    private sealed record Sighting(string Version, long At);
}
