using Microsoft.Extensions.Logging;

namespace Masakari.Core.Persistence;

/// <summary>
/// How far the clocks of this controller and of the database differ. Ours decides nothing that is stored, but its log and its events are
/// hard to read beside those of others.
/// </summary>
public sealed class DatabaseClock(TimeProvider clock, ILogger<DatabaseClock> logger)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private readonly TimeProvider clock = clock;
    private readonly Lock gate = new();
    private TimeSpan logged;

    /// <summary>How far our clock is ahead of the database's, by the last look; negative: behind; zero: up to 5 seconds.</summary>
    public TimeSpan Skew
    {
        get
        {
            lock (gate) return logged;
        }
    }

    /// <summary>The skew as a sentence; <see langword="null"/> = there is none above 5 seconds.</summary>
    public string? Describe() => Skew is var skew && skew == TimeSpan.Zero ? null
        : $"The clock of this controller is {skew.Duration().TotalSeconds:0} s {Direction(skew)} the clock of the database.";

    /// <summary>Called before the database is asked for its time.</summary>
    internal Reading BeginReading() => new(this, clock.GetUtcNow(), clock.GetTimestamp());

    /// <summary>Logs a skew when it begins, when it changes by more than 5 seconds, and when it ends.</summary>
    private void Note(TimeSpan ahead)
    {
        var skew = ahead.Duration() > Tolerance ? ahead : TimeSpan.Zero;
        lock (gate)
        {
            if ((skew - logged).Duration() <= Tolerance && (skew == TimeSpan.Zero) == (logged == TimeSpan.Zero)) return;
            logged = skew;
        }
        if (skew == TimeSpan.Zero) logger.ClockAgrees();
        else logger.ClockDiffers(skew.Duration().TotalSeconds, Direction(skew));
    }

    private static string Direction(TimeSpan skew) => skew > TimeSpan.Zero ? "ahead of" : "behind";

    /// <summary>One question for the time of the database. The answer was true at some moment between question and answer.</summary>
    internal readonly struct Reading(DatabaseClock owner, DateTimeOffset asked, long askedAt)
    {
        public void End(DateTimeOffset databaseTime)
        {
            var (earliest, latest) = (asked, asked + owner.clock.GetElapsedTime(askedAt));
            owner.Note(earliest > databaseTime ? earliest - databaseTime : latest < databaseTime ? latest - databaseTime : TimeSpan.Zero);
        }
    }
}
