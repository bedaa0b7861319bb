using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Persistence;

internal sealed class DatabaseClockTests
{
    private readonly FakeLogCollector log = new();
    private readonly SettableClock ours = new();
    private readonly DatabaseClock clock;

    public DatabaseClockTests() => clock = new DatabaseClock(ours, new FakeLogger<DatabaseClock>(log));

    [SetUp]
    public void Forget() => log.Clear();

    [TestCase(6, "ahead of")]
    [TestCase(-6, "behind")]
    public void A_skew_is_logged_once_and_its_end_as_well(double seconds, string direction)
    {
        Look(seconds);
        Look(seconds + Math.Sign(seconds));
        var during = clock.Describe();
        Look(0);
        Look(0);

        var lines = log.GetSnapshot();
        Assert.That(lines.Select(line => line.Level), Is.EqualTo(new[] { LogLevel.Warning, LogLevel.Information }));
        Assert.That(lines[0].Message, Does.Contain($"6 s {direction} the clock of the database"));
        Assert.That((during, clock.Describe()), Is.EqualTo(($"The clock of this controller is 6 s {direction} the clock of the database.", (string?)null)));
    }

    [Test]
    public void A_skew_that_grows_is_logged_again()
    {
        Look(60);
        Look(64);
        Look(86400);

        Assert.That(log.GetSnapshot(), Has.Count.EqualTo(2));
        Assert.That(clock.Skew, Is.EqualTo(TimeSpan.FromDays(1)).Within(TimeSpan.FromSeconds(1)));
        Look(0);
    }

    [TestCase(5)]
    [TestCase(-4.9)]
    public void A_small_skew_is_none(double seconds)
    {
        Look(seconds);

        Assert.That(log.GetSnapshot(), Is.Empty);
    }

    /// <summary>The database answers while our clock is that far ahead.</summary>
    private void Look(double seconds)
    {
        var databaseTime = ours.Now;
        ours.Now += TimeSpan.FromSeconds(seconds);
        var reading = clock.BeginReading();
        ours.Now -= TimeSpan.FromSeconds(seconds);
        reading.End(databaseTime);
    }
}
