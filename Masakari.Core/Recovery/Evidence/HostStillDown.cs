using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// Looks again while evacuations are being sent, at most once per <c>verify_interval</c>: a heartbeat that is back stops them.
/// </summary>
internal sealed class HostStillDown(INova nova, string host, TimeSpan interval, TimeProvider clock)
{
    private long? lookedAt;
    private bool down = true;

    /// <summary>
    /// Whether Nova still reports the host down, by a look not older than the interval. Once it is up again the answer stays no.
    /// </summary>
    public async Task<bool> AskAsync(CancellationToken ct)
    {
        if (!down || (lookedAt is { } at && clock.GetElapsedTime(at) < interval)) return down;
        lookedAt = clock.GetTimestamp();
        var service = (await nova.FindServiceAsync(host, ct)).Value;
        return down = service is not { Up: true, ForcedDown: false };
    }
}
