using System.Data.Common;
using Dapper;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Liveness;
using Masakari.Tests.Persistence;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery.Claims;

/// <summary>
/// The lease counts from before the claim was asked for. A claim that took longer than a third of it, because the rows were locked, is
/// renewed before anybody acts under it.
/// </summary>
internal sealed class SlowClaimTests(string kind) : OnEveryDatabase(kind)
{
    private const string Taken = "FROM recovery_claims WHERE owner = 'one|1|1'";

    private static readonly ClaimSubject H1 = ClaimSubject.Host(Guid.Parse("ffffffff-0000-0000-0000-000000000001"));
    private static readonly ClaimSubject I1 = ClaimSubject.Instance(Guid.Parse("00000000-0000-0000-0000-000000000001"));

    /// <summary>Longer than its owner may act without a renewal, which is 10 s of 15 s.</summary>
    private static readonly TimeSpan VeryLong = TimeSpan.FromSeconds(12);

    private readonly Guid notification = Guid.NewGuid();
    private readonly FakeClock time = new();
    private DbConnection watching = null!;

    [SetUp]
    public async Task WatchAsync() => watching = await Database.OpenAsync(default);

    [TearDown]
    public async Task EndAsync() => await watching.DisposeAsync();

    [Test, CancelAfter(60_000)]
    public async Task Renews_a_claim_whose_rows_were_locked_for_long(CancellationToken ct)
    {
        Assume.That(IsMariaDb, "SQLite has no locks of rows.");
        await KnowAsync(H1);
        var taking = Task.FromResult<ClaimSet?>(null);
        await Database.TransactAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync("SELECT owner FROM recovery_claims FOR UPDATE", null, transaction);
            taking = Store("one", time).TakeAsync([H1], notification, ct);
            time.Advance(VeryLong);
        }, ct);

        await using var claim = await taking;

        await AssertHoldsAsync(claim, writes: 2);   // the taking of a known subject is one
    }

    [Test]
    public async Task Renews_a_claim_that_was_answered_late()
    {
        await using var claim = await Store("one", OnceTaken(_ => time.Advance(VeryLong))).TakeAsync([H1], notification, default);

        await AssertHoldsAsync(claim, writes: 1);
    }

    [Test]
    public async Task Does_not_renew_a_claim_that_was_answered_in_time()
    {
        var third = TimeSpan.FromSeconds(5);

        await using var claim = await Store("one", OnceTaken(_ => time.Advance(third))).TakeAsync([H1], notification, default);

        Assert.That(claim!.IsLost, Is.False);
        Assert.That(await ScalarAsync<int>("SELECT writes FROM recovery_claims"), Is.Zero);
    }

    /// <summary>The process was frozen for longer than the lease: it must not act under a claim that another took.</summary>
    [Test]
    public async Task Gets_nothing_when_another_owner_took_the_claim_before_the_answer_came()
    {
        var clock = OnceTaken(connection =>
        {
            time.Advance(VeryLong);
            connection.Execute("UPDATE recovery_claims SET owner = 'another', epoch = epoch + 1");
        });
        var store = Store("one", clock);

        await using var claim = await store.TakeAsync([H1], notification, default);

        Assert.That(claim, Is.Null);
        Assert.That(await ScalarAsync<string>("SELECT owner FROM recovery_claims"), Is.EqualTo("another"));
        await ExecuteAsync("UPDATE recovery_claims SET owner = ''");
        await using var next = await store.TakeAsync([H1], notification, default);
        Assert.That(next, Is.Not.Null, "no worker of the process is at it");
    }

    [Test]
    public async Task A_claim_that_could_not_be_renewed_keeps_no_subject_from_the_others_of_its_process()
    {
        await using var former = await Store("former", time).TakeAsync([H1, I1], notification, default);
        await ExecuteAsync("UPDATE recovery_claims SET lease_until = '2020-01-01 00:00:00.000000'");
        var store = Store("one", OnceTaken(_ => throw new InvalidOperationException("The database went away.")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.TakeOverAsync([H1], notification, default));
        await ExecuteAsync("UPDATE recovery_claims SET owner = ''");

        await using var next = await store.TakeAsync([I1], Guid.NewGuid(), default);

        Assert.That(next, Is.Not.Null);
    }

    /// <summary>Two thirds of the lease lie ahead, and the renewal stands in the row.</summary>
    private async Task AssertHoldsAsync(ClaimSet? claim, int writes)
    {
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.That(claim!.IsLost, Is.False);
        Assert.That(await ScalarAsync<int>($"SELECT writes {Taken}"), Is.EqualTo(writes));
        await claim.WriteAsync(_ => Task.CompletedTask);
    }

    private async Task KnowAsync(params ClaimSubject[] subjects)
    {
        var former = await Store("former", time).TakeAsync(subjects, Guid.NewGuid(), default);
        await former!.GiveBackAsync();
        await former.DisposeAsync();
        await ExecuteAsync("UPDATE recovery_claims SET writes = 0");
    }

    private ClaimStore Store(string owner, TimeProvider clock) => new(
        Database, new ClaimOwner(owner, pid: 1, startedAt: 1), new ClaimOptions(), new Pulses(time),
        clock, NullLogger<ClaimStore>.Instance);

    /// <summary>A clock by which something happens as soon as the rows are taken, before the taker knows.</summary>
    private WatchedClock OnceTaken(Action<DbConnection> happens)
    {
        var before = true;
        return new WatchedClock(time, () =>
        {
            if (!before) return;
            if (watching.ExecuteScalar<int>($"SELECT COUNT(*) {Taken}") == 0) return;
            before = false;
            happens(watching);
        });
    }
}
