using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Silence;

/// <summary>Looks again while evacuations are being sent, at most once per <c>verify_interval</c>: a heartbeat that is back stops them (W33).</summary>
internal sealed class HostStillSilent(INova nova, string host, TimeSpan interval, TimeProvider clock)
{
    private long lookedAt = clock.GetTimestamp();
    private bool silent = true;

    /// <summary>Whether Nova still calls the host down. The proof itself was given a moment ago, so the first look is due after one interval.</summary>
    public async Task<bool> AskAsync(CancellationToken ct)
    {
        if (!silent || clock.GetElapsedTime(lookedAt) < interval) return silent;
        lookedAt = clock.GetTimestamp();
        var service = (await nova.FindServiceAsync(host, ct)).Value;
        return silent = service is not { Up: true, ForcedDown: false };
    }
}
