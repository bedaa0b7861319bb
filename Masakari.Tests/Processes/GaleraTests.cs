using Dapper;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Liveness;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Processes;

/// <summary>Two Galera nodes that both accept writes, one controller on each: Galera's certification decides conflicts at COMMIT.</summary>
[Category("Processes"), Category("Long"), Explicit("Takes minutes; needs galera-4 and rsync.")]
internal sealed class GaleraTests
{
    private const int Rounds = 50;
    private GaleraCluster cluster = null!;
    private readonly Database[] nodes = new Database[2];

    [OneTimeSetUp]
    public async Task BringUpAsync()
    {
        GaleraCluster.SkipIfMissing();
        cluster = await GaleraCluster.StartAsync();
        var name = await cluster.CreateDatabaseAsync();
        for (var node = 0; node < 2; node++)
            nodes[node] = new Database(Options(cluster.Url(node, name)), TimeProvider.System, NullLogger<Database>.Instance);
        await new Migrator(nodes[0], Options(cluster.Url(0, name)), TimeProvider.System, NullLogger<Migrator>.Instance).SyncAsync(default);
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        foreach (var node in nodes.OfType<Database>())
            await node.DisposeAsync();
        if (cluster is not null)
            await cluster.DisposeAsync();
    }

    [Test]
    public async Task Give_a_free_subject_to_one_of_two_controllers()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (subject, notification) = (ClaimSubject.Host(Guid.NewGuid()), Guid.NewGuid());
            var claims = await BothAsync(store => store.TakeAsync([subject], notification, default));
            Assert.That(claims.Count(claim => claim is not null), Is.EqualTo(1), $"round {round}");
            await DisposeAsync(claims);
        }
    }

    [Test]
    public async Task Let_one_of_two_controllers_take_a_lapsed_claim_over()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (subject, notification) = (ClaimSubject.Host(Guid.NewGuid()), Guid.NewGuid());
            await using var former = await Store(nodes[round % 2], "former").TakeAsync([subject], notification, default);
            await ExecuteAsync(
                nodes[round % 2], "UPDATE recovery_claims SET lease_until = '2020-01-01 00:00:00.000000' WHERE subject = @subject", new { subject = $"{subject}" });
            await SyncAsync();

            var claims = await BothAsync(store => store.TakeOverAsync([subject], notification, default));

            Assert.That(claims.OfType<ClaimSet>().Single().Key.Epoch, Is.GreaterThan(former!.Key.Epoch), $"round {round}");
            await DisposeAsync(claims);
        }
    }

    /// <summary>
    /// A take-over on one node and a write of the former owner on the other, at the same moment: only one of them succeeds.
    /// </summary>
    [Test]
    public async Task Let_a_former_owner_write_before_the_take_over_or_not_at_all()
    {
        var written = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (subject, notification) = (ClaimSubject.Host(Guid.NewGuid()), Guid.NewGuid());
            await using var former = await Store(nodes[0], "former").TakeAsync([subject], notification, default);
            await ExecuteAsync(
                nodes[0], "UPDATE recovery_claims SET lease_until = '2020-01-01 00:00:00.000000' WHERE subject = @subject", new { subject = $"{subject}" });
            await SyncAsync();

            var writing = WriteAsync(former!, $"{notification}");
            var next = await Store(nodes[1], "next").TakeOverAsync([subject], notification, default);
            var seenAtTakeOver = await CountAsync(nodes[1], $"{notification}");
            var wasWritten = await writing;
            await SyncAsync();

            Assert.That(next, Is.Not.Null);
            Assert.That(await CountAsync(nodes[1], $"{notification}"), Is.EqualTo(wasWritten ? 1 : 0), "what was told is what is");
            Assert.That(seenAtTakeOver, Is.EqualTo(wasWritten ? 1 : 0), "who took over sees all that the former owner wrote");
            await DisposeAsync([next]);
            written += wasWritten ? 1 : 0;
        }
        await TestContext.Out.WriteLineAsync($"{written} of {Rounds} former owners wrote first");
    }

    /// <summary>A failed certification at COMMIT means that the other write won; it never counts as success.</summary>
    [Test]
    public async Task Tell_a_failed_certification_from_a_commit()
    {
        var number = 0;
        await ExecuteAsync(nodes[0], "INSERT INTO recovery_work (notification_uuid, attempts) VALUES ('counter', 0)", null);
        await SyncAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < Rounds; i++)
                await nodes[worker % 2].TransactAsync(async (connection, transaction) =>
                {
                    Interlocked.Increment(ref number);
                    await connection.ExecuteAsync("UPDATE recovery_work SET attempts = attempts + 1 WHERE notification_uuid = 'counter'", null, transaction);
                }, default);
        })));
        await SyncAsync();

        await using var connection = await nodes[1].OpenAsync(default);
        var counted = await connection.ExecuteScalarAsync<int>("SELECT attempts FROM recovery_work WHERE notification_uuid = 'counter'");
        await TestContext.Out.WriteLineAsync($"{counted} commits in {number} attempts: {number - counted} conflicts");
        Assert.That(counted, Is.EqualTo(8 * Rounds));
    }

    [Test]
    public async Task Carry_the_recovery_of_two_controllers_one_of_which_is_killed()
    {
        var name = await cluster.CreateDatabaseAsync();
        await using var controllers = await Controllers.StartAsync(cluster.Url(0, name), cluster.Url(1, name), hosts: 6, serversEach: 5, threads: 2);

        await controllers.StrikeAsync();
        await controllers.UntilAsync("half of the evacuations", () => controllers.Cloud.CountCalls("evacuate") >= 15);
        var (busier, other) = controllers.BusierFirst();
        await busier.KillAsync();
        await controllers.UntilOverAsync();

        await TestContext.Out.WriteLineAsync($"changes in Nova: {controllers.Changes(busier).Count} by the killed one, {controllers.Changes(other).Count} by the other");
        await controllers.AssertRecoveredAsync();
    }

    private static DatabaseOptions Options(string url) => new() { Url = DatabaseUrl.Parse(url) };

    private Task<ClaimSet?[]> BothAsync(Func<ClaimStore, Task<ClaimSet?>> take) =>
        Task.WhenAll(nodes.Select((node, number) => Task.Run(() => take(Store(node, $"owner{number}")))));

    private static ClaimStore Store(Database database, string owner) => new(
        database, new ClaimOwner(owner, pid: 1, startedAt: 1), new ClaimOptions(), new Pulses(TimeProvider.System), TimeProvider.System,
        NullLogger<ClaimStore>.Instance);

    private static async Task<bool> WriteAsync(ClaimSet claim, string mark)
    {
        try
        {
            await claim.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(
                "INSERT INTO recovery_work (notification_uuid, attempts) VALUES (@mark, 1)", new { mark }, transaction));
            return true;
        }
        catch (ClaimLostException)
        {
            return false;
        }
    }

    private static async Task<int> CountAsync(Database node, string mark)
    {
        await using var connection = await node.OpenAsync(default);
        return await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM recovery_work WHERE notification_uuid = @mark", new { mark });
    }

    private static Task ExecuteAsync(Database node, string sql, object? parameters) =>
        node.TransactAsync((connection, transaction) => connection.ExecuteAsync(sql, parameters, transaction), default);

    /// <summary>Waits until both nodes have applied all transactions that were committed on either.</summary>
    private async Task SyncAsync()
    {
        foreach (var node in nodes)
        {
            await using var connection = await node.OpenAsync(default);
            await connection.ExecuteAsync("SET SESSION wsrep_sync_wait = 1");
            await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM recovery_claims");
            await connection.ExecuteAsync("SET SESSION wsrep_sync_wait = 0");
        }
    }

    private static Task DisposeAsync(IEnumerable<ClaimSet?> claims) =>
        Task.WhenAll(claims.OfType<ClaimSet>().Select(claim => claim.DisposeAsync().AsTask()));
}
