namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// How long an owner may go on acting, by its own monotonic clock: two thirds of the lease, counted from before the last
/// renewal that succeeded was sent. Answered or not, the owner stops then; the rest is the margin before another may take over.
/// </summary>
internal sealed class Lease : IAsyncDisposable
{
    private readonly TimeProvider clock;
    private readonly TimeSpan mayActFor;
    private readonly CancellationTokenSource lapsed = new();
    private readonly ITimer timer;
    private long renewedAt;

    public Lease(TimeSpan length, long sentAt, TimeProvider clock)
    {
        this.clock = clock;
        mayActFor = length * 2 / 3;
        renewedAt = sentAt;
        timer = clock.CreateTimer(_ => lapsed.Cancel(), null, Left(), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when the owner must stop.</summary>
    public CancellationToken Lapsed => lapsed.Token;

    /// <summary>Looked at before every deed: a process that was frozen runs on before its timers do.</summary>
    public bool HasLapsed => lapsed.IsCancellationRequested || Left() <= TimeSpan.Zero;

    /// <summary>Counts anew from <paramref name="sentAt"/>, a timestamp taken before the renewal was sent.</summary>
    public void Renew(long sentAt)
    {
        Interlocked.Exchange(ref renewedAt, sentAt);
        timer.Change(Left(), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends it: the claim was found to be another's.</summary>
    public void Lose() => lapsed.Cancel();

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();   // waits for a callback that has begun: it must not meet a disposed source
        lapsed.Dispose();
    }

    private TimeSpan Left()
    {
        var left = mayActFor - clock.GetElapsedTime(Interlocked.Read(ref renewedAt));
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
