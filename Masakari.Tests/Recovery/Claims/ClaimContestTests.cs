using System.Data.Common;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Liveness;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery.Claims;

/// <summary>Many owners ask at once for sets of subjects that overlap.</summary>
internal sealed class ClaimContestTests(string kind) : OnEveryDatabase(kind)
{
    private static readonly ClaimSubject H1 = ClaimSubject.Host(Guid.Parse("ffffffff-0000-0000-0000-000000000001"));
    private static readonly ClaimSubject H2 = ClaimSubject.Host(Guid.Parse("ffffffff-0000-0000-0000-000000000002"));
    private static readonly ClaimSubject I1 = ClaimSubject.Instance(Guid.Parse("00000000-0000-0000-0000-000000000001"));
    private static readonly ClaimSubject I2 = ClaimSubject.Instance(Guid.Parse("00000000-0000-0000-0000-000000000002"));
    private static readonly ClaimSubject I3 = ClaimSubject.Instance(Guid.Parse("00000000-0000-0000-0000-000000000003"));

    /// <summary>The first three collide with each other; the last one collides with none of them.</summary>
    private static readonly ClaimSubject[][] Sets = [[H1, I1], [I1, H1], [H1, I2], [I3, H2]];

    [Test, Repeat(5), CancelAfter(60_000)]
    public async Task One_taker_of_each_group_wins_and_no_taker_meets_an_error([Values] bool isKnown, CancellationToken ct)
    {
        if (isKnown)
        {
            var former = await Store("former").TakeAsync([H1, H2, I1, I2, I3], Guid.NewGuid(), ct);
            await former!.GiveBackAsync();
            await former.DisposeAsync();
        }

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => TakeAsync($"owner{i}", Sets[i % Sets.Length], ct)));

        var winners = claims.OfType<ClaimSet>().ToList();
        await Task.WhenAll(winners.Select(claim => claim.WriteAsync(_ => Task.CompletedTask)));
        Assert.That(winners.Count(claim => claim.Key.Subjects.Contains(H1)), Is.EqualTo(1));
        Assert.That(winners.Count(claim => claim.Key.Subjects.Contains(H2)), Is.EqualTo(1));
        Assert.That(winners, Has.Count.EqualTo(2));
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM recovery_claims WHERE owner <> ''"), Is.EqualTo(4));
        await Task.WhenAll(winners.Select(LeaveEmptyAsync));
    }

    [Test, Repeat(5), CancelAfter(60_000)]
    public async Task A_condition_sees_the_claims_of_all_takers_who_passed_before(CancellationToken ct)
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => Store($"owner{i}").TakeIfAsync([ClaimSubject.Instance(Guid.NewGuid())], Guid.NewGuid(), NobodyHasOneAsync, ct), ct)));

        var winners = claims.OfType<ClaimSet>().ToList();
        Assert.That(winners, Has.Count.EqualTo(1));
        await Task.WhenAll(winners.Select(LeaveEmptyAsync));

        async Task<bool> NobodyHasOneAsync(DbTransaction transaction) => await Database.FindAsync<int>(
            transaction, "SELECT COUNT(*) FROM recovery_claims WHERE owner <> ''", null, ct) == 0;
    }

    /// <summary>From a thread of its own: SQLite's calls do not let go of the caller's.</summary>
    private Task<ClaimSet?> TakeAsync(string owner, ClaimSubject[] subjects, CancellationToken ct) =>
        Task.Run(() => Store(owner).TakeAsync(subjects, Guid.NewGuid(), ct), ct);

    private static async Task LeaveEmptyAsync(ClaimSet claim)
    {
        await claim.GiveBackAsync();
        await claim.DisposeAsync();
    }

    private ClaimStore Store(string owner) => new(
        Database, new ClaimOwner(owner, pid: 1, startedAt: 1), new ClaimOptions(), new Pulses(Clock),
        Clock, NullLogger<ClaimStore>.Instance);
}
