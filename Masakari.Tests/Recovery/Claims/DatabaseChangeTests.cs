using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Liveness;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery.Claims;

/// <summary>A recovery that goes on after the database was replaced: a promoted replica may lack the last writes.</summary>
internal sealed class DatabaseChangeTests(string kind) : OnEveryDatabase(kind)
{
    private const string OtherDatabase = "6f0c8a52-0000-11ef-8000-0242ac110002";

    private static readonly ClaimSubject[] Subject = [ClaimSubject.Host(Guid.NewGuid())];
    private readonly Guid notification = Guid.NewGuid();

    [SetUp]
    public async Task PlanAsync()
    {
        foreach (var status in new[] { "pending", "ongoing", "failed", "succeeded", "ignored" })
        {
            await ExecuteAsync("""
                INSERT INTO vmoves (created_at, deleted, uuid, notification_uuid, instance_uuid, instance_name, source_host, status)
                VALUES ('2026-01-01', 0, @vmove, @notification, @vmove, 'vm', 'c1', @status);
                INSERT INTO vmove_journal (vmove_uuid, notification_uuid, instance_uuid, attempt, vm_state, power_state)
                VALUES (@vmove, @notification, @vmove, 1, 'active', 1)
                """, new { vmove = $"{Guid.NewGuid()}", notification = $"{notification}", status });
        }
    }

    [Test]
    public async Task Counts_each_open_move_as_asked_for_just_now_when_the_database_is_another_one()
    {
        await BeginAsync(notification, OtherDatabase);

        await using var next = await Store("two").TakeOverAsync(Subject, notification, default);

        Assert.That(next!.Key.IsInAnotherDatabase, Is.True);
        Assert.That(await DoubtedAsync(), Is.EqualTo("failed ongoing pending"));
    }

    [Test]
    public async Task Doubts_once()
    {
        await BeginAsync(notification, OtherDatabase);
        await (await Store("two").TakeOverAsync(Subject, notification, default))!.GiveBackAsync();

        await using var again = await Store("two").TakeAsync(Subject, notification, default);

        Assert.That(again!.Key.IsInAnotherDatabase, Is.False);
    }

    [Test]
    public async Task Doubts_nothing_in_the_same_database()
    {
        await BeginAsync(notification, database: null);

        await using var next = await Store("two").TakeOverAsync(Subject, notification, default);

        Assert.That((next!.Key.IsInAnotherDatabase, await DoubtedAsync()), Is.EqualTo((false, "")));
    }

    /// <summary>The host failed before, in another database: that recovery is over.</summary>
    [Test]
    public async Task Doubts_nothing_because_of_another_notification()
    {
        await using (var former = await Store("one").TakeAsync(Subject, Guid.NewGuid(), default)) await former!.GiveBackAsync();
        await ExecuteAsync("UPDATE recovery_claims SET database_id = @OtherDatabase", new { OtherDatabase });

        await using var next = await Store("two").TakeAsync(Subject, notification, default);

        Assert.That((next!.Key.IsInAnotherDatabase, await DoubtedAsync()), Is.EqualTo((false, "")));
    }

    [Test]
    public async Task A_claim_names_the_database_of_a_server()
    {
        await using var claim = await Store("one").TakeAsync(Subject, notification, default);

        Assert.That(
            await ScalarAsync<string>("SELECT database_id FROM recovery_claims"), IsMariaDb ? Is.Not.Null.And.Not.Empty : Is.Null);
    }

    /// <summary>The owner dies while the notification is claimed.</summary>
    private async Task BeginAsync(Guid claimed, string? database)
    {
        await using var former = await Store("one").TakeAsync(Subject, claimed, default);
        await ExecuteAsync("UPDATE recovery_claims SET database_id = COALESCE(@database, database_id), lease_until = '2000-01-01'", new { database });
    }

    private async Task<string> DoubtedAsync()
    {
        const string Sql = """
            SELECT v.status FROM vmoves v JOIN vmove_journal j ON j.vmove_uuid = v.uuid
             WHERE j.evacuate_requested_at IS NOT NULL AND j.doubted = 1 ORDER BY v.status
            """;
        return string.Join(' ', await Database.QueryAsync<string>(Sql, null, default));
    }

    private ClaimStore Store(string owner) => new(
        Database, new ClaimOwner(owner, pid: 1, startedAt: 1), new ClaimOptions(), new Pulses(Clock), Clock, NullLogger<ClaimStore>.Instance);
}
