using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.HostFailure;
using Masakari.Core.Recovery.Liveness;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery;

/// <summary>Recoveries of several controllers share what the destinations may take.</summary>
internal sealed class EvacuationSharesTests(string kind) : OnEveryDatabase(kind)
{
    private readonly List<ClaimSet> claims = [];

    private EvacuationShares Shares => new(Database, new WaitOptions(), Clock);

    [TearDown]
    public async Task GiveBackAsync()
    {
        foreach (var claim in claims) await claim.DisposeAsync();
        claims.Clear();
    }

    [Test]
    public async Task Two_recoveries_have_no_more_than_the_total_together()
    {
        var (one, two) = (Gate(), Gate());
        await using var first = await Shares.BeginAsync(await ClaimAsync(), one, default);
        await using var second = await Shares.BeginAsync(await ClaimAsync(), two, default);

        Assert.That((one.Limit, two.Limit), Is.EqualTo((3, 0)));
    }

    [Test]
    public async Task A_share_that_is_given_back_is_free()
    {
        await (await Shares.BeginAsync(await ClaimAsync(), Gate(), default)).DisposeAsync();
        var gate = Gate();

        await using var share = await Shares.BeginAsync(await ClaimAsync(), gate, default);

        Assert.That(gate.Limit, Is.EqualTo(3));
    }

    [TestCase("finished", 0, 3)]
    [TestCase("error", 0, 3)]
    [TestCase("running", 0, 0)]
    [TestCase("running", 3600, 3)]   // left by a round that could not remove it
    public async Task The_share_that_a_dead_controller_left_counts_for_some_time_while_its_notification_runs(string status, int age, int limit)
    {
        var dead = await ClaimAsync();
        var at = (await Database.ReadNowAsync(default) - TimeSpan.FromSeconds(age)).ToText();
        await ExecuteAsync(
            "INSERT INTO evacuation_shares (notification_uuid, reserved, wanted, written_at) VALUES (@uuid, 3, 3, @at)",
            new { uuid = dead.Notification.ToText(), at });
        await ExecuteAsync($"UPDATE notifications SET status = '{status}'");
        var gate = Gate();

        await using var share = await Shares.BeginAsync(await ClaimAsync(), gate, default);

        Assert.That(gate.Limit, Is.EqualTo(limit));
    }

    [Test]
    public async Task Two_that_ask_at_the_same_time_have_no_more_than_the_total_together()
    {
        var (claimed, gates) = (new[] { await ClaimAsync(), await ClaimAsync(), await ClaimAsync() }, new[] { Gate(), Gate(), Gate() });

        var shares = await Task.WhenAll(claimed.Zip(gates).Select(pair => Task.Run(() => Shares.BeginAsync(pair.First, pair.Second, default))));

        Assert.That(gates.Sum(gate => gate.Limit), Is.InRange(1, 3));
        foreach (var share in shares) await share.DisposeAsync();
    }

    /// <summary>One destination that takes three.</summary>
    private static EvacuationGate Gate() => EvacuationGate.Adaptive(usableDestinations: 1, perDestination: 3, most: 500, TimeSpan.Zero, moves: 9);

    private async Task<ClaimSet> ClaimAsync()
    {
        var notification = Guid.NewGuid();
        await ExecuteAsync($"""
            INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
            VALUES ('2026-01-01 00:00:00', 0, '{notification.ToText()}', '2026-01-01 00:00:00', '{notification.ToText()}', 'COMPUTE_HOST', '', 'running')
            """);
        var store = new ClaimStore(
            Database, new ClaimOwner($"host-{notification}", pid: 1, startedAt: 1), new ClaimOptions(), new Pulses(Clock), Clock,
            NullLogger<ClaimStore>.Instance);
        claims.Add((await store.TakeAsync([ClaimSubject.Host(Guid.NewGuid())], notification, default))!);
        return claims[^1];
    }
}
