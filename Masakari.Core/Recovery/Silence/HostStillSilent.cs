using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Silence;

/// <summary>Looks again while evacuations are being sent, at most once per <c>verify_interval</c>: a heartbeat that is back stops them (W33).</summary>
internal sealed class HostStillSilent(INova nova, string host, TimeSpan interval, TimeProvider clock)
{
    private long? lookedAt;
    private bool silent = true;

    /// <summary>Whether Nova still calls the host down, by a look not older than the interval. Once it is heard of again the answer stays no.</summary>
    public async Task<bool> AskAsync(CancellationToken ct)
    {
        if (!silent || (lookedAt is { } at && clock.GetElapsedTime(at) < interval)) return silent;
        lookedAt = clock.GetTimestamp();
        var service = (await nova.FindServiceAsync(host, ct)).Value;
        return silent = service is not { Up: true, ForcedDown: false };
    }
}
