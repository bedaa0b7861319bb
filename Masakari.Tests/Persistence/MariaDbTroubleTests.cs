using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Dapper;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Persistence;

/// <summary>What happens when connections break. These tests may kill their server.</summary>
internal sealed class MariaDbTroubleTests
{
    private readonly SettableClock clock = new();
    private MariaDbServer server = null!;
    private DatabaseOptions options = null!;
    private Database database = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        MariaDbServer.SkipIfMissing();
        server = await MariaDbServer.StartAsync();
        options = new DatabaseOptions
        {
            Url = await server.CreateDatabaseAsync(), ConnectTimeout = TimeSpan.FromSeconds(2), StatementTimeout = TimeSpan.FromSeconds(2),
            RetryInterval = TimeSpan.FromMilliseconds(50), MaxRetryInterval = TimeSpan.FromMilliseconds(200), MaxRetries = 200,
        };
        database = Open(options);
        await new Migrator(database, options, clock, NullLogger<Migrator>.Instance).SyncAsync(default);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (database is not null)
            await database.DisposeAsync();
        if (server is not null)
            await server.DisposeAsync();
    }

    [SetUp]
    public Task EmptyAsync() => database.TransactAsync((connection, transaction) => connection.ExecuteAsync("DELETE FROM recovery_work", transaction: transaction), default);

    [Test]
    public async Task Work_whose_connection_is_killed_runs_again_and_is_done_once()
    {
        var runs = 0;

        await database.TransactAsync(async (connection, transaction) =>
        {
            await InsertAsync(connection, transaction);
            if (++runs == 1)
                await server.ExecuteAsync($"KILL {await connection.ExecuteScalarAsync<long>("SELECT CONNECTION_ID()", transaction: transaction)}");
            await connection.ExecuteScalarAsync("SELECT 1", transaction: transaction);
        }, default);

        Assert.That((runs, await CountAsync()), Is.EqualTo((2, 1)));
    }

    /// <summary>A process frozen within a transaction would keep the locks on its claims: no other process could take over.</summary>
    [Test]
    public async Task The_server_is_told_to_end_a_transaction_that_stands_still()
    {
        await using var connection = await database.OpenAsync(default);

        Assert.That(await connection.ExecuteScalarAsync<int>("SELECT @@idle_transaction_timeout"), Is.EqualTo(10));
    }

    [Test]
    public async Task A_commit_whose_answer_is_lost_is_not_repeated()
    {
        var runs = 0;

        await Assert.ThrowsAsync<CommitUnknownException>(() => database.TransactAsync(async (connection, transaction) =>
        {
            runs++;
            await InsertAsync(connection, transaction);
            await server.ExecuteAsync($"KILL {await connection.ExecuteScalarAsync<long>("SELECT CONNECTION_ID()", transaction: transaction)}");
        }, default));
        Assert.That((runs, await CountAsync()), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task A_server_that_takes_no_writes_any_more_is_left()
    {
        var db = options.Url.Database;
        await server.ExecuteAsync($"CREATE USER writer@'%' IDENTIFIED BY '{options.Url.Password}'; GRANT ALL ON {db}.* TO writer@'%'");
        await server.ExecuteAsync("SET GLOBAL read_only = 1");
        await using var writer = Open(options with { Url = options.Url with { User = "writer" } });
        var connections = new List<long>();

        await writer.TransactAsync(async (connection, transaction) =>
        {
            connections.Add(await connection.ExecuteScalarAsync<long>("SELECT CONNECTION_ID()", transaction: transaction));
            if (connections.Count == 2)
                await server.ExecuteAsync("SET GLOBAL read_only = 0");
            await InsertAsync(connection, transaction);
        }, default);

        Assert.That(connections, Has.Count.EqualTo(2).And.Unique);
        Assert.That(await CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Work_goes_on_when_the_server_restarts_in_its_middle()
    {
        var runs = 0;

        await database.TransactAsync(async (connection, transaction) =>
        {
            await InsertAsync(connection, transaction);
            if (++runs == 1)
            {
                await server.KillAsync();
                await server.RunAsync();
            }
            await connection.ExecuteScalarAsync("SELECT 1", transaction: transaction);
        }, default);

        Assert.That((runs, await CountAsync()), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task Pooled_connections_of_a_server_that_restarted_are_no_trouble()
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => database.OpenAsync(default)));
        foreach (var connection in connections)
            await connection.DisposeAsync();
        await server.KillAsync();
        await server.RunAsync();

        var counts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CountAsync()));

        Assert.That(counts, Is.All.Zero);
    }

    [Test]
    public async Task A_server_that_is_down_is_unavailable_and_found_again()
    {
        await server.KillAsync();

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => database.OpenAsync(default));
        await server.RunAsync();
        Assert.That(await CountAsync(), Is.Zero);
    }

    [Test]
    public async Task A_lock_that_is_held_too_long_ends_as_a_conflict()
    {
        await using var impatient = Open(options with { LockWait = TimeSpan.FromSeconds(1), StatementTimeout = TimeSpan.FromSeconds(20), MaxRetries = 0 });

        var error = await database.TransactAsync(async (connection, transaction) =>
        {
            await InsertAsync(connection, transaction);
            return (await Assert.ThrowsAsync<DatabaseUnavailableException>(() => impatient.TransactAsync(InsertAsync, default)))!;
        }, default);

        Assert.That(impatient.Dialect.FailureOf(error.InnerException!), Is.EqualTo(DatabaseFailure.Conflict));
    }

    [Test]
    public async Task A_mute_server_is_unavailable_within_the_limits()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var url = DatabaseUrl.Parse($"mysql://u:p@127.0.0.1:{((IPEndPoint)mute.LocalEndpoint).Port}/db");
        await using var hopeless = Open(options with { Url = url, ConnectTimeout = TimeSpan.FromSeconds(1), MaxRetries = 1 });

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => hopeless.OpenAsync(default));
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => hopeless.TransactAsync(InsertAsync, default));
    }

    [Test]
    public async Task A_text_that_is_too_long_is_refused_instead_of_cut()
    {
        await using (var connection = await database.OpenAsync(default))
            await Assert.CatchAsync<DbException>(() => connection.ExecuteAsync("INSERT INTO recovery_work (notification_uuid) VALUES (REPEAT('x', 40))"));

        Assert.That(await CountAsync(), Is.Zero);
    }

    [Test]
    public async Task A_refused_password_is_told_at_once_and_not_shown()
    {
        var wrong = options with { Url = options.Url with { Password = "wr0ng" } };
        await using var locked = Open(wrong);

        var error = (await Assert.ThrowsAsync<DatabaseUnavailableException>(
            () => new Migrator(locked, wrong, clock, NullLogger<Migrator>.Instance).PrepareAsync(default)))!;

        Assert.That($"{error}", Does.Contain("denied").IgnoreCase.And.Not.Contain("wr0ng"));
    }

    [Test]
    public async Task An_unmigrated_database_is_refused_with_the_cure()
    {
        var fresh = options with { Url = await server.CreateDatabaseAsync() };
        await using var empty = Open(fresh);

        var error = (await Assert.ThrowsAsync<SchemaException>(() => new Migrator(empty, fresh, clock, NullLogger<Migrator>.Instance).PrepareAsync(default)))!;

        Assert.That(error.Message, Does.Contain("manage db sync"));
    }

    private Database Open(DatabaseOptions with) => new(with, clock, NullLogger<Database>.Instance);

    private static Task<int> InsertAsync(DbConnection connection, DbTransaction transaction) =>
        connection.ExecuteAsync("INSERT INTO recovery_work (notification_uuid) VALUES ('a')", transaction: transaction);

    private async Task<int> CountAsync()
    {
        await using var connection = await database.OpenAsync(default);
        return await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM recovery_work");
    }
}
