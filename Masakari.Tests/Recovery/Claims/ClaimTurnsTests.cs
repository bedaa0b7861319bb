using Masakari.Core.Recovery.Claims;

namespace Masakari.Tests.Recovery.Claims;

/// <summary>Of the guests that crash at once, a few take their claims at the same time; hosts wait for none of them.</summary>
public sealed class ClaimTurnsTests
{
    private ClaimTurns turns = null!;

    [SetUp]
    public void SetUp() => turns = new ClaimTurns();

    [Test]
    public async Task A_host_does_not_wait_for_guests()
    {
        var waiting = Enumerable.Range(0, 2 * ClaimTurns.Guests).Select(_ => TakeGuest()).ToList();

        var host = await turns.WaitAsync([ClaimSubject.Host(Guid.NewGuid())], default);
        var hostWithGuest = await turns.WaitAsync([ClaimSubject.Host(Guid.NewGuid()), ClaimSubject.Instance(Guid.NewGuid())], default);
        var processes = await turns.WaitAsync([ClaimSubject.Processes(Guid.NewGuid())], default);

        Assert.That((host, hostWithGuest, processes), Is.EqualTo((default(IDisposable), default(IDisposable), default(IDisposable))));
        Assert.That(waiting.Count(one => one.IsCompleted), Is.EqualTo(ClaimTurns.Guests));
    }

    [Test]
    public async Task The_next_guest_goes_on_when_one_has_its_claim()
    {
        var first = await TakeGuest();
        for (var guest = 1; guest < ClaimTurns.Guests; guest++) await TakeGuest();
        var next = TakeGuest();
        Assert.That(next.IsCompleted, Is.False);

        first!.Dispose();

        Assert.That(await next, Is.Not.Null);
    }

    private Task<IDisposable?> TakeGuest() => turns.WaitAsync([ClaimSubject.Instance(Guid.NewGuid())], default);
}
