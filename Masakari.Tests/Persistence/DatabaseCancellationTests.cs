using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Dapper;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Persistence;

/// <summary>A statement that we no longer wait for does not go on at the server.</summary>
internal sealed class DatabaseCancellationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string sleep = $"SELECT SLEEP(600) /* {Guid.NewGuid()} */";
    private MariaDbServer server = null!;
    private DatabaseOptions options = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        server = await MariaDbServer.SharedAsync();
        options = new DatabaseOptions { Url = await server.CreateDatabaseAsync(), StatementTimeout = TimeSpan.FromSeconds(300) };
    }

    [Test]
    public async Task A_cancelled_statement_ends_on_the_server()
    {
        using var stop = new CancellationTokenSource();
        await using var database = Open(options);
        await using var connection = await database.OpenAsync(default);
        var sleeping = connection.ExecuteScalarAsync(new CommandDefinition(sleep, cancellationToken: stop.Token));
        await UntilRunningAsync(1);

        await stop.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(() => sleeping);
        await UntilRunningAsync(0);
        Assert.That(await connection.ExecuteScalarAsync<int>("SELECT 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_statement_that_takes_too_long_ends_on_the_server()
    {
        await using var database = Open(options with { StatementTimeout = TimeSpan.FromSeconds(1) });
        await using var connection = await database.OpenAsync(default);

        var error = (await Assert.CatchAsync<DbException>(() => connection.ExecuteScalarAsync(sleep)))!;

        Assert.That(database.Dialect.FailureOf(error), Is.EqualTo(DatabaseFailure.Lost));
        await UntilRunningAsync(0);
        Assert.That(await connection.ExecuteScalarAsync<int>("SELECT 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_server_that_says_nothing_is_not_waited_for_after_the_cancellation()
    {
        using var stop = new CancellationTokenSource();
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var url = DatabaseUrl.Parse($"mysql://u:p@{mute.LocalEndpoint}/db");
        await using var database = Open(options with { Url = url, ConnectTimeout = TimeSpan.FromHours(1) });
        var opening = database.OpenAsync(stop.Token);
        using var accepted = await mute.AcceptSocketAsync(default(CancellationToken));

        await stop.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(() => opening.WaitAsync(Limit));
    }

    private static Database Open(DatabaseOptions options) => new(options, TimeProvider.System, NullLogger<Database>.Instance);

    private async Task UntilRunningAsync(int count)
    {
        using var limit = new CancellationTokenSource(Limit);
        var running = $"SELECT COUNT(*) FROM information_schema.processlist WHERE info = '{sleep}'";
        while ((await server.ExecuteAsync(running)).Trim() is var found && found != $"{count}")
            Assert.That(limit.IsCancellationRequested, Is.False, $"{found} statements still run on the server instead of {count}.");
    }
}
