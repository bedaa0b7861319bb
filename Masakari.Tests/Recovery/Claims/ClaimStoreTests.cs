using Dapper;
using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Liveness;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery.Claims;

internal sealed class ClaimStoreTests(string kind) : OnEveryDatabase(kind)
{
    private static readonly ClaimSubject[] Subject = [ClaimSubject.Host(Guid.NewGuid())];
    private readonly Guid notification = Guid.NewGuid();

    [Test]
    public async Task Gives_a_free_subject_to_one_of_two_owners()
    {
        await using var first = await Store("one").TakeAsync(Subject, notification, default);
        await using var second = await Store("two").TakeAsync(Subject, notification, default);

        Assert.That(first?.Key.Subjects, Is.EqualTo(Subject));
        Assert.That(second, Is.Null);
    }

    [Test]
    public async Task Gives_a_subject_to_one_of_many_who_ask_at_once()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Store($"owner{i}").TakeAsync(Subject, notification, default)));

        Assert.That(claims.Count(claim => claim is not null), Is.EqualTo(1));
        await Task.WhenAll(claims.OfType<ClaimSet>().Select(claim => claim.DisposeAsync().AsTask()));
    }

    [Test]
    public async Task Raises_the_epoch_when_a_subject_that_was_given_back_is_taken_again()
    {
        var first = await Store("one").TakeAsync(Subject, notification, default);
        await first!.GiveBackAsync();
        await first.DisposeAsync();

        await using var second = await Store("two").TakeAsync(Subject, Guid.NewGuid(), default);

        Assert.That(second?.Key.Epoch, Is.GreaterThan(first.Key.Epoch));
    }

    [Test]
    public async Task Lets_the_work_of_a_silent_owner_be_taken_over_and_stops_that_owner()
    {
        await using var former = await Store("one").TakeAsync(Subject, notification, default);
        await LapseAsync();

        await using var next = await Store("two").TakeOverAsync(Subject, notification, default);

        Assert.That(next?.Key.Epoch, Is.GreaterThan(former!.Key.Epoch));
        await Assert.ThrowsAsync<ClaimLostException>(() => former!.WriteAsync(transaction =>
            transaction.Connection!.ExecuteAsync("INSERT INTO recovery_work (notification_uuid, attempts) VALUES ('written by a ghost', 1)", transaction: transaction)));
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM recovery_work"), Is.Zero);
        Assert.That(former!.Lost.IsCancellationRequested, Is.True);
    }

    /// <summary>
    /// A process that was frozen may take over again the work that it lost itself: its former worker must not write any more.
    /// </summary>
    [Test]
    public async Task Stops_a_former_claim_of_the_very_process_that_took_it_again()
    {
        await using var former = await Store("one").TakeAsync(Subject, notification, default);
        await using var next = await Store("one").TakeOverAsync(Subject, notification, default);

        Assert.That(next?.Key.Epoch, Is.GreaterThan(former!.Key.Epoch));
        await Assert.ThrowsAsync<ClaimLostException>(() => former!.WriteAsync(_ => Task.CompletedTask));
        await Assert.DoesNotThrowAsync(() => next!.WriteAsync(_ => Task.CompletedTask));
    }

    [Test]
    public async Task Keeps_the_work_of_a_silent_owner_for_its_own_notification()
    {
        await using var former = await Store("one").TakeAsync(Subject, notification, default);
        await LapseAsync();

        await using var other = await Store("two").TakeAsync(Subject, Guid.NewGuid(), default);

        Assert.That(other, Is.Null);
    }

    [Test]
    public async Task Takes_over_nothing_that_none_of_us_ever_claimed()
    {
        await using var claim = await Store("one").TakeOverAsync(Subject, notification, default);

        Assert.That(claim, Is.Null);
    }

    [Test]
    public async Task Takes_over_at_once_what_a_former_life_on_this_machine_left()
    {
        var self = ClaimOwner.OfThisProcess();
        var machine = self.Text[..self.Text.LastIndexOf('|')];
        machine = machine[..machine.LastIndexOf('|')];
        await using var former = await Store(new ClaimOwner(machine, pid: 4_000_000, startedAt: 1)).TakeAsync(Subject, notification, default);

        var orphans = await Store(self).OrphansAsync(default);
        await using var next = await Store(self).TakeOverAsync(Subject, notification, default);

        Assert.That(orphans, Is.EqualTo([(notification, NotificationType.ComputeHost)]));
        Assert.That(next?.Key.Epoch, Is.GreaterThan(former!.Key.Epoch));
    }

    [Test]
    public async Task Finds_no_orphan_where_the_owner_lives()
    {
        await using var claim = await Store("one").TakeAsync(Subject, notification, default);

        Assert.That(await Store("two").OrphansAsync(default), Is.Empty);
    }

    [Test]
    public async Task Leaves_abandoned_work_to_whoever_sweeps_next()
    {
        await using var claim = await Store("one").TakeAsync(Subject, notification, default);
        await claim!.LeaveAsync();
        Clock.Now += TimeSpan.FromMilliseconds(1);

        Assert.That(await Store("two").OrphansAsync(default), Is.EqualTo([(notification, NotificationType.ComputeHost)]));
    }

    [Test]
    public async Task Gives_back_what_a_silent_owner_claimed_for_a_notification_that_is_gone()
    {
        await using var former = await Store("one").TakeAsync(Subject, notification, default);
        await new ClaimCleaning(Database).GiveBackVanishedAsync(default);
        await using var tooEarly = await Store("two").TakeAsync(Subject, Guid.NewGuid(), default);
        await LapseAsync();

        await new ClaimCleaning(Database).GiveBackVanishedAsync(default);
        await using var next = await Store("two").TakeAsync(Subject, Guid.NewGuid(), default);

        Assert.That(tooEarly, Is.Null, "its owner lives");
        Assert.That(next?.Key.Epoch, Is.GreaterThan(former!.Key.Epoch));
        await Assert.ThrowsAsync<ClaimLostException>(() => former!.WriteAsync(_ => Task.CompletedTask));
    }

    [Test, CancelAfter(30_000)]
    public async Task Looks_for_what_is_gone_past_an_owner_in_the_midst_of_a_write(CancellationToken ct)
    {
        Assume.That(IsMariaDb, "SQLite has one writer at a time.");
        var other = ClaimSubject.Host(Guid.NewGuid());
        await using var living = await Store("one").TakeAsync(Subject, notification, default);
        await using var former = await Store("one").TakeAsync([other], Guid.NewGuid(), default);
        await ExecuteAsync($"UPDATE recovery_claims SET lease_until = '2020-01-01 00:00:00.000000' WHERE subject = '{other}'");

        await living!.WriteAsync(_ => new ClaimCleaning(Database).GiveBackVanishedAsync(ct));

        Assert.That(await ScalarAsync<string>($"SELECT owner FROM recovery_claims WHERE subject = '{other}'"), Is.Empty);
    }

    [Test]
    public async Task Keeps_what_a_silent_owner_claimed_for_a_notification_that_is_there()
    {
        await ExecuteAsync($"""
            INSERT INTO notifications (notification_uuid, generated_time, source_host_uuid, type, payload, status, deleted)
            VALUES ('{notification}', '2026-11-22 09:00:00', '{Guid.NewGuid()}', 'COMPUTE_HOST', '', 'running', 0)
            """);
        await using var former = await Store("one").TakeAsync(Subject, notification, default);
        await LapseAsync();

        await new ClaimCleaning(Database).GiveBackVanishedAsync(default);

        Assert.That(await Store("two").OrphansAsync(default), Is.EqualTo([(notification, NotificationType.ComputeHost)]));
    }

    [Test]
    public async Task Writes_everything_that_many_ask_for_at_once_while_another_is_under_way_in_few_transactions()
    {
        await using var claim = await Store("one").TakeAsync(Subject, notification, default);

        var slow = new TaskCompletionSource();
        var first = claim!.WriteAsync(_ => slow.Task);

        var others = Enumerable.Range(0, 200).Select(i => claim.WriteAsync(transaction =>
            transaction.Connection!.ExecuteAsync("INSERT INTO recovery_work (notification_uuid, attempts) VALUES (@i, 1)", new { i = $"{i}" }, transaction))).ToList();
        slow.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM recovery_work"), Is.EqualTo(200));
        Assert.That(await ScalarAsync<int>("SELECT writes FROM recovery_claims"), Is.EqualTo(2), "one, and all others together");
    }

    [Test]
    public async Task A_write_that_cannot_be_made_fails_nobody_elses()
    {
        await using var claim = (await Store("one").TakeAsync(Subject, notification, default))!;
        var slow = new TaskCompletionSource();
        var first = claim.WriteAsync(_ => slow.Task);
        var before = Insert("before");
        var broken = claim.WriteAsync(transaction => Database.ExecuteAsync(transaction, "INSERT INTO nowhere VALUES (1)", null, default));
        var after = Insert("after");

        slow.SetResult();

        await Task.WhenAll(first, before, after);
        await Assert.CatchAsync(() => broken);
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM recovery_work"), Is.EqualTo(2));
        Assert.That(claim.Lost.IsCancellationRequested, Is.False);

        Task Insert(string uuid) => claim.WriteAsync(transaction => Database.ExecuteAsync(
            transaction, "INSERT INTO recovery_work (notification_uuid, attempts) VALUES (@uuid, 1)", new { uuid }, default));
    }

    private ClaimStore Store(string owner) => Store(new ClaimOwner(owner, pid: 1, startedAt: 1));

    private ClaimStore Store(ClaimOwner owner) =>
        new(Database, owner, new ClaimOptions(), new Pulses(Clock), Clock, NullLogger<ClaimStore>.Instance);

    private Task LapseAsync() => ExecuteAsync("UPDATE recovery_claims SET lease_until = '2020-01-01 00:00:00.000000'");
}
