using Dapper;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Liveness;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery.Claims;

/// <summary>A notification owns all of its subjects or none.</summary>
internal sealed class ClaimSetsTests(string kind) : OnEveryDatabase(kind)
{
    private static readonly ClaimSubject H1 = ClaimSubject.Host(Guid.Parse("ffffffff-0000-0000-0000-000000000001"));
    private static readonly ClaimSubject H2 = ClaimSubject.Host(Guid.Parse("ffffffff-0000-0000-0000-000000000002"));
    private static readonly ClaimSubject I1 = ClaimSubject.Instance(Guid.Parse("00000000-0000-0000-0000-000000000001"));
    private static readonly ClaimSubject I2 = ClaimSubject.Instance(Guid.Parse("00000000-0000-0000-0000-000000000002"));

    private readonly Guid notification = Guid.NewGuid();

    [Test]
    public async Task Takes_hosts_before_instances_whatever_the_order_asked_for()
    {
        await using var claim = await Store("one").TakeAsync([I2, H2, I1, H1, I2], notification, default);

        Assert.That(claim!.Key.Subjects, Is.EqualTo([H1, H2, I1, I2]));
    }

    [Test]
    public async Task Takes_all_subjects_under_one_epoch()
    {
        await using var claim = await Store("one").TakeAsync([H1, I1], notification, default);

        var rows = await RowsAsync();
        Assert.That(rows.Select(row => row.Subject), Is.EqualTo([$"{H1}", $"{I1}"]));
        Assert.That(rows.Select(row => (row.Owner, row.Epoch)), Is.All.EqualTo(("one|1|1", claim!.Key.Epoch)));
        Assert.That(rows.Select(row => row.NotificationUuid), Is.All.EqualTo(notification.ToText()));
    }

    [Test]
    public async Task Takes_nothing_when_another_owner_has_one_of_the_subjects([Values] bool isKnown)
    {
        if (isKnown) await GiveBackAsync(await Store("one").TakeAsync([H1, I1, I2], notification, default));
        await using var other = await Store("one").TakeAsync([I1], notification, default);
        var before = await RowsAsync();
        var epoch = await EpochAsync();

        await using var claim = await Store("two").TakeAsync([H1, I1, I2], Guid.NewGuid(), default);

        Assert.That(claim, Is.Null);
        Assert.That(await RowsAsync(), Is.EqualTo(before));
        Assert.That(await EpochAsync(), Is.EqualTo(epoch));
    }

    [Test]
    public async Task A_worker_that_gets_nothing_keeps_no_subject_from_the_others_of_its_process()
    {
        var store = Store("one");
        await using var first = await store.TakeAsync([I1], notification, default);
        await using var second = await store.TakeAsync([H1, I1], Guid.NewGuid(), default);

        await using var third = await store.TakeAsync([H1], Guid.NewGuid(), default);

        Assert.That((second, third?.Key.Subjects), Is.EqualTo(((ClaimSet?)null, (ClaimSubject[])[H1])));
    }

    [Test]
    public async Task Touches_all_rows_of_the_claim_with_every_write()
    {
        await using var claim = await Store("one").TakeAsync([H1, I1], notification, default);

        await claim!.WriteAsync(_ => Task.CompletedTask);

        Assert.That((await RowsAsync()).Select(row => row.Writes), Is.All.EqualTo(1));
    }

    [Test]
    public async Task Gives_all_subjects_back_together()
    {
        await GiveBackAsync(await Store("one").TakeAsync([H1, I1], notification, default));

        Assert.That((await RowsAsync()).Select(row => row.Owner), Is.EqualTo(["", ""]));
        await using var next = await Store("two").TakeAsync([I1, H1], Guid.NewGuid(), default);
        Assert.That(next, Is.Not.Null);
    }

    [Test]
    public async Task Takes_all_subjects_over_together()
    {
        await using var former = await Store("one").TakeAsync([H1, I1], notification, default);
        await LapseAsync(H1, I1);

        await using var next = await Store("two").TakeOverAsync([H1, I1], notification, default);

        Assert.That(next!.Key.Epoch, Is.GreaterThan(former!.Key.Epoch));
        Assert.That((await RowsAsync()).Select(row => (row.Owner, row.Epoch)), Is.All.EqualTo(("two|1|1", next.Key.Epoch)));
        await Assert.ThrowsAsync<ClaimLostException>(() => former.WriteAsync(_ => Task.CompletedTask));
    }

    [Test]
    public async Task Takes_nothing_over_while_the_lease_of_one_subject_runs()
    {
        await using var former = await Store("one").TakeAsync([H1, I1], notification, default);
        await LapseAsync(H1);
        var before = await RowsAsync();

        await using var next = await Store("two").TakeOverAsync([H1], notification, default);

        Assert.That(next, Is.Null);
        Assert.That(await RowsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Gets_all_that_a_former_owner_of_the_notification_left_though_it_asks_for_less([Values] bool takesOver)
    {
        await using var former = await Store("one").TakeAsync([H1, I1, I2], notification, default);
        await LapseAsync(H1, I1, I2);

        await using var next = await (takesOver
            ? Store("two").TakeOverAsync([H1], notification, default) : Store("two").TakeAsync([H1], notification, default));

        Assert.That(next!.Key.Subjects, Is.EqualTo([H1, I1, I2]));
        await next.GiveBackAsync();
        Assert.That((await RowsAsync()).Select(row => row.Owner), Is.EqualTo(["", "", ""]));
    }

    [Test]
    public async Task Takes_new_subjects_together_with_those_that_a_former_owner_left()
    {
        await using var former = await Store("one").TakeAsync([H1], notification, default);
        await LapseAsync(H1);

        await using var next = await Store("two").TakeOverAsync([H1, H2], notification, default);

        Assert.That(next!.Key.Subjects, Is.EqualTo([H1, H2]));
        Assert.That((await RowsAsync()).Select(row => row.Epoch), Is.All.EqualTo(next.Key.Epoch));
    }

    [TestCase("owner = 'another'")]
    [TestCase("epoch = epoch + 1")]
    [TestCase("subject = 'gone'")]
    public async Task Writes_nothing_when_one_row_of_the_claim_is_lost(string change)
    {
        await using var claim = await Store("one").TakeAsync([H1, I1], notification, default);
        await ExecuteAsync($"UPDATE recovery_claims SET {change} WHERE subject = '{I1}'");
        var before = await RowsAsync();

        await Assert.ThrowsAsync<ClaimLostException>(() => claim!.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(
            "INSERT INTO recovery_work (notification_uuid, attempts) VALUES ('written by a ghost', 1)", transaction: transaction)));

        Assert.That(claim!.IsLost, Is.True);
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM recovery_work"), Is.Zero);
        Assert.That(await RowsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Counts_the_epochs_of_all_subjects_by_one_counter()
    {
        var epochs = new List<long>();
        foreach (var subjects in new ClaimSubject[][] { [H1], [I1], [H2, I2], [H1] })
        {
            var claim = await Store("one").TakeAsync(subjects, Guid.NewGuid(), default);
            epochs.Add(claim!.Key.Epoch);
            await GiveBackAsync(claim);
        }

        Assert.That(epochs, Is.Ordered.Ascending.And.Unique);
    }

    [Test]
    public async Task Raises_the_epoch_though_the_row_of_the_claim_was_deleted()
    {
        await using var former = await Store("one").TakeAsync([H1], notification, default);
        await ExecuteAsync("DELETE FROM recovery_claims");

        await using var next = await Store("one").TakeAsync([H1], notification, default);

        Assert.That(next!.Key.Epoch, Is.GreaterThan(former!.Key.Epoch));
        await Assert.ThrowsAsync<ClaimLostException>(() => former.WriteAsync(_ => Task.CompletedTask));
    }

    private static async Task GiveBackAsync(ClaimSet? claim)
    {
        await claim!.GiveBackAsync();
        await claim.DisposeAsync();
    }

    private ClaimStore Store(string owner) => new(
        Database, new ClaimOwner(owner, pid: 1, startedAt: 1), new ClaimOptions(), new Pulses(Clock),
        Clock, NullLogger<ClaimStore>.Instance);

    private Task LapseAsync(params ClaimSubject[] subjects) => ExecuteAsync(
        "UPDATE recovery_claims SET lease_until = '2020-01-01 00:00:00.000000' WHERE subject IN @subjects",
        new { subjects = subjects.Select(subject => $"{subject}") });

    private Task<long> EpochAsync() => ScalarAsync<long>("SELECT epoch FROM recovery_epochs");

    private Task<IReadOnlyList<Row>> RowsAsync() => Database.QueryAsync<Row>("""
        SELECT subject, notification_uuid, owner, epoch, CAST(lease_until AS CHAR) AS lease_until, writes
          FROM recovery_claims ORDER BY subject
        """, null, default);

    private sealed record Row
    {
        public string Subject { get; init; } = "";
        public string NotificationUuid { get; init; } = "";
        public string Owner { get; init; } = "";
        public long Epoch { get; init; }
        public string LeaseUntil { get; init; } = "";
        public long Writes { get; init; }
    }
}
