using Masakari.Core.OpenStack.Http;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>How far Keystone's clock and ours differ. Tokens expire by Keystone's clock, so ours must not refuse a good one.</summary>
internal sealed class KeystoneClock(ILogger logger)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private TimeSpan ahead;
    private TimeSpan logged;

    /// <summary>How far Keystone's clock is ahead of ours, by its last answer; negative: behind.</summary>
    public TimeSpan Ahead
    {
        get
        {
            lock (gate) return ahead;
        }
    }

    /// <summary>Notes what an answer shows, and logs a difference over 5 seconds that was not logged before.</summary>
    public void Observe(Answer answer)
    {
        if (answer.Ahead is not { } seen) return;
        lock (gate)
        {
            ahead = seen;
            if ((seen - logged).Duration() <= Tolerance) return;
            logged = seen.Duration() > Tolerance ? seen : TimeSpan.Zero;
        }

        if (seen.Duration() > Tolerance) logger.ClocksDiffer(seen.Duration().TotalSeconds, seen > TimeSpan.Zero ? "ahead of" : "behind");
        else logger.ClocksAgree();
    }
}
