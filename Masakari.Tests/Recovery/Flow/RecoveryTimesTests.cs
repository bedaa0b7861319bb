using Masakari.Core.Recovery.Flow;

namespace Masakari.Tests.Recovery.Flow;

/// <summary>When a failed recovery is tried again, and when it is given up.</summary>
public sealed class RecoveryTimesTests
{
    private static readonly DateTimeOffset Accepted = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RetryOptions Options = new();

    [TestCase(0, ExpectedResult = 15)]
    [TestCase(1, ExpectedResult = 30)]
    [TestCase(4, ExpectedResult = 240)]
    [TestCase(5, ExpectedResult = null)]
    public double? The_pause_doubles_and_the_retries_are_counted(int attempts) =>
        Pause(Times(now: 10) with { Attempts = attempts });

    [TestCase(885, ExpectedResult = 15)]
    [TestCase(886, ExpectedResult = null)]
    public double? No_retry_begins_after_the_deadline(int now) => Pause(Times(now));

    [TestCase(false, ExpectedResult = null)]
    [TestCase(true, ExpectedResult = 15)]
    public double? The_deadline_counts_from_the_last_progress(bool landed) =>
        Pause(Times(2000) with { LandedAt = landed ? Accepted.AddSeconds(1990) : null });

    [TestCase(0, ExpectedResult = null)]
    [TestCase(115, ExpectedResult = 15)]
    public double? Time_away_does_not_count(int away) => Pause(Times(1000) with { Away = TimeSpan.FromSeconds(away) });

    [TestCase(3599, 0, ExpectedResult = false)]
    [TestCase(3600, 0, ExpectedResult = true)]
    [TestCase(4199, 600, ExpectedResult = false)]
    [TestCase(4200, 600, ExpectedResult = true)]
    public bool The_time_for_a_recovery_is_an_hour(int now, int away) =>
        Times(now) is var times && (times with { Away = TimeSpan.FromSeconds(away) }).IsOver(Options);

    /// <summary>A recovery may wait for proof for hours: it then has its whole hour.</summary>
    [Test]
    public void The_hour_counts_from_the_evidence()
    {
        var times = Times(9000) with { EvidenceAt = Accepted.AddSeconds(8000) };

        Assert.That((times.IsOver(Options), Pause(times)), Is.EqualTo((false, (double?)null)), "no retry 1000 s after the last progress");
    }

    [Test]
    public void An_instance_that_landed_late_does_not_prolong_the_hour() =>
        Assert.That(Pause(Times(3590) with { LandedAt = Accepted.AddSeconds(3580) }), Is.Null);

    private static RecoveryTimes Times(int now) => new() { AcceptedAt = Accepted, Now = Accepted.AddSeconds(now) };

    private static double? Pause(RecoveryTimes times) => (times.NextAttempt(Options) - times.Now)?.TotalSeconds;
}
