using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Evidence;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging;
using Moq;

namespace Masakari.Tests.Recovery.Evidence;

/// <summary>Whether the heartbeats come as often as the configuration says.</summary>
public sealed class HeartbeatPaceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 2, 12, 0, 0, TimeSpan.Zero);

    [TestCase(10, ExpectedResult = 0)]
    [TestCase(15, ExpectedResult = 0)]
    [TestCase(16, ExpectedResult = 1)]
    [TestCase(60, ExpectedResult = 1)]
    public int Warns_once_when_the_heartbeats_are_slower_than_configured(int seconds)
    {
        var (clock, logger) = (new FakeClock(), new Mock<ILogger>());
        logger.Setup(log => log.IsEnabled(It.IsAny<LogLevel>())).Returns(true);
        var pace = new HeartbeatPace(TimeSpan.FromSeconds(10), clock, logger.Object);

        for (var second = 0; second < 600; second++)
        {
            pace.TakeIn([Service("2", second / seconds), Service("3", 0)]);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        return logger.Invocations.Count(call => call.Method.Name == nameof(ILogger.Log));
    }

    private static ComputeService Service(string id, int beat) =>
        new() { Id = id, Host = $"c{id}", Enabled = true, Up = true, UpdatedAt = Noon.AddSeconds(beat) };
}
