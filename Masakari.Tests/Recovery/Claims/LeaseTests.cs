using Masakari.Core.Recovery.Claims;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Recovery.Claims;

public sealed class LeaseTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    [Test]
    public async Task Ends_at_two_thirds_counted_from_before_it_was_asked_for()
    {
        var clock = new FakeClock();
        var sentAt = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromSeconds(4));   // the answer took four seconds
        await using var lease = new Lease(Length, sentAt, clock);

        clock.Advance(TimeSpan.FromSeconds(5.9));
        var before = lease.HasLapsed;
        clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.That(before, Is.False);
        Assert.That(lease.HasLapsed, Is.True);
        Assert.That(lease.Lapsed.IsCancellationRequested, Is.True);
    }

    [Test]
    public async Task Counts_anew_from_a_renewal()
    {
        var clock = new FakeClock();
        await using var lease = new Lease(Length, clock.GetTimestamp(), clock);
        clock.Advance(TimeSpan.FromSeconds(9));

        lease.Renew(clock.GetTimestamp());
        clock.Advance(TimeSpan.FromSeconds(9));

        Assert.That(lease.HasLapsed, Is.False);
    }
}
