using System.Data.Common;
using Dapper;
using Masakari.Core.Persistence;

namespace Masakari.Tests.Persistence;

internal sealed class DatabaseTests(string kind) : OnEveryDatabase(kind)
{
    [SetUp]
    public Task StoreAsync() => ExecuteAsync("INSERT INTO recovery_work (notification_uuid, attempts) VALUES ('a', 0), ('b', 0)");

    [Test]
    public async Task Keeps_nothing_of_work_that_failed()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => Database.TransactAsync(async (connection, transaction) =>
        {
            await CountUpAsync(connection, transaction, "a");
            throw new InvalidDataException();
        }, default));

        Assert.That(await AttemptsAsync("a"), Is.Zero);
    }

    [Test]
    public async Task Keeps_nothing_of_work_that_was_cancelled()
    {
        using var stop = new CancellationTokenSource();

        await Assert.CatchAsync<OperationCanceledException>(() => Database.TransactAsync(async (connection, transaction) =>
        {
            await CountUpAsync(connection, transaction, "a");
            await stop.CancelAsync();
            await connection.ExecuteAsync(new CommandDefinition("SELECT 1", transaction: transaction, cancellationToken: stop.Token));
            stop.Token.ThrowIfCancellationRequested();
        }, stop.Token));

        Assert.That(await AttemptsAsync("a"), Is.Zero);
    }

    [Test]
    public async Task Loses_no_write_of_many_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => Database.TransactAsync(async (connection, transaction) =>
        {
            var sql = $"SELECT attempts FROM recovery_work WHERE notification_uuid = 'a' {Database.Dialect.ForUpdate}";
            var before = await connection.ExecuteScalarAsync<int>(sql, transaction: transaction);
            await connection.ExecuteAsync("UPDATE recovery_work SET attempts = @next WHERE notification_uuid = 'a'", new { next = before + 1 }, transaction);
        }, default))));

        Assert.That(await AttemptsAsync("a"), Is.EqualTo(40));
    }

    [Test]
    public async Task Runs_two_that_lock_crosswise_to_the_end()
    {
        using var bothHold = new Barrier(IsMariaDb ? 2 : 1);

        await Task.WhenAll(CrosswiseAsync("a", "b", bothHold), CrosswiseAsync("b", "a", bothHold));

        Assert.That((await AttemptsAsync("a"), await AttemptsAsync("b")), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task Finds_a_duplicate_key_by_name()
    {
        var error = (await Assert.CatchAsync<DbException>(() => StoreAsync()))!;

        Assert.That(Database.Dialect.FailureOf(error), Is.EqualTo(DatabaseFailure.DuplicateKey));
        Assert.That(await AttemptsAsync("a"), Is.Zero);
    }

    [Test]
    public async Task Does_not_repeat_a_statement_that_is_wrong()
    {
        var runs = 0;

        await Assert.CatchAsync<DbException>(() => Database.TransactAsync((connection, transaction) =>
        {
            runs++;
            return connection.ExecuteAsync("UPDATE nowhere SET x = @missing", transaction: transaction);
        }, default));
        Assert.That(runs, Is.EqualTo(1));
    }

    [Test]
    public async Task Compares_moments_by_the_microsecond()
    {
        var at = new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero).AddMicroseconds(1);
        await ExecuteAsync("UPDATE recovery_work SET due_at = @at WHERE notification_uuid = 'a'", new { at = at.ToText() });

        Assert.That(await DueBeforeAsync(at), Is.Zero);
        Assert.That(await DueBeforeAsync(at.AddMicroseconds(1)), Is.EqualTo(1));
        Assert.That((await ScalarAsync<DateTime>("SELECT due_at FROM recovery_work WHERE notification_uuid = 'a'")).ToMoment(), Is.EqualTo(at));
    }

    [Test]
    public async Task Counts_on_from_the_present_moment()
    {
        var sql = $"UPDATE recovery_work SET due_at = {Database.Dialect.NowPlus("@seconds")} WHERE notification_uuid = 'a'";
        var later = $"SELECT COUNT(*) FROM recovery_work WHERE due_at > {Database.Dialect.Now}";

        await Database.ExecuteAsync(sql, new { seconds = 2.5 }, default);
        var ahead = await Database.FindAsync<int>(later, null, default);
        await Database.ExecuteAsync(sql, new { seconds = -2.5 }, default);

        Assert.That((ahead, await Database.FindAsync<int>(later, null, default)), Is.EqualTo((1, 0)));
    }

    private Task CrosswiseAsync(string first, string second, Barrier bothHold)
    {
        var runs = 0;
        return Task.Run(() => Database.TransactAsync(async (connection, transaction) =>
        {
            await CountUpAsync(connection, transaction, first);
            if (++runs == 1)
                bothHold.SignalAndWait(TimeSpan.FromSeconds(30));
            await CountUpAsync(connection, transaction, second);
        }, default));
    }

    private static Task<int> CountUpAsync(DbConnection connection, DbTransaction transaction, string row) =>
        connection.ExecuteAsync("UPDATE recovery_work SET attempts = attempts + 1 WHERE notification_uuid = @row", new { row }, transaction);

    private Task<int> AttemptsAsync(string row) => ScalarAsync<int>("SELECT attempts FROM recovery_work WHERE notification_uuid = @row", new { row });

    private Task<int> DueBeforeAsync(DateTimeOffset at) => ScalarAsync<int>("SELECT COUNT(*) FROM recovery_work WHERE due_at < @at", new { at = at.ToText() });
}
