using Masakari.Host.Service;
using Microsoft.Extensions.Hosting;
using Moq;

namespace Masakari.Tests.Service;

public sealed class ConnectionsAtStopTests
{
    /// <summary>A timer that is disposed may still be firing on another thread; an exception there would end the process.</summary>
    [Test]
    public void A_limit_that_runs_out_while_the_service_is_disposed_is_no_trouble()
    {
        using var stopping = new CancellationTokenSource();
        var life = Mock.Of<IHostApplicationLifetime>(l => l.ApplicationStopping == stopping.Token);
        var clock = new LateClock();
        var connections = new ConnectionsAtStop(life, new ListenOptions { Host = "127.0.0.1", Port = 0 }, clock);

        stopping.Cancel();
        connections.Dispose();

        Assert.That(clock.Timers, Is.Not.Empty);
        Assert.DoesNotThrow(() => clock.Timers.ForEach(fire => fire()));
    }

    /// <summary>Its timers fire when the test says so, whatever has become of them.</summary>
    private sealed class LateClock : TimeProvider
    {
        public List<Action> Timers { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timers.Add(() => callback(state));
            return Mock.Of<ITimer>();
        }
    }
}
