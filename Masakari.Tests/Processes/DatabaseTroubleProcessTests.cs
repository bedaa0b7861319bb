using System.Data.Common;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Processes;

/// <summary>Two controllers whose database, or whose way to it, breaks in the middle of a recovery.</summary>
[Category("Processes")]
internal sealed class DatabaseTroubleProcessTests
{
    private const int Servers = 12;
    private const string Guard = "UPDATE recovery_claims", Intent = "evacuate_requested_at";
    private const string Journal = "vmove_journal", Status = "UPDATE notifications";
    private const string TakenOver = "taken over where a former owner left it";
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(ControllerConf.Lease);

    private MariaDbServer? server;
    private MariaDbProxy? proxy;
    private Controllers? controllers;
    private long began;

    [TearDown]
    public async Task EndAsync()
    {
        if (controllers is not null) await controllers.DisposeAsync();
        if (proxy is not null) await proxy.DisposeAsync();
        if (server is not null) await server.DisposeAsync();
        (controllers, proxy, server) = (null, null, null);
    }

    /// <summary>The short variant: MariaDB has committed how a move ended, and the controller does not learn that.</summary>
    [Test]
    public Task Each_server_is_moved_once_though_the_answer_to_a_commit_is_lost() => LoseCommitAsync(Guard, evacuatesBefore: Servers);

    /// <summary>After a lost intent nobody knows whether the evacuate went out: a repeat waits until it can no longer arrive.</summary>
    [Explicit("Takes minutes."), Category("Long")]
    [TestCase(Status, 0, Description = "the notification is taken")]
    [TestCase(Guard, 0, Description = "any write before the first evacuate")]
    [TestCase(Journal, 0, Description = "the plan")]
    [TestCase(Intent, 3, Description = "an intent")]
    [TestCase(Journal, 11, Description = "a lock or an unlock")]
    [TestCase(Status, Servers, Description = "the end")]
    public Task Each_server_is_moved_once_though_the_answer_to_a_commit_is_lost_at(string statement, int evacuatesBefore) =>
        LoseCommitAsync(statement, evacuatesBefore);

    /// <summary>
    /// SIGSTOP between a statement and its COMMIT: the frozen process holds the row locks of its claim until MariaDB ends the transaction.
    /// </summary>
    [Test, Explicit("Takes a minute."), Category("Long")]
    public async Task Each_server_is_moved_once_though_the_owner_freezes_within_a_transaction([Values(Guard, Intent)] string statement)
    {
        await StartAsync(await MariaDbServer.StartAsync(), proxied: true);
        await StrikeAsync(evacuatesBefore: 4);
        var trap = proxy!.HoldAnswerTo(statement);
        await trap.Caught;
        var (owner, other) = controllers!.WhoWorks();

        await owner.FreezeAsync();
        trap.Release();
        Mark();
        await controllers.UntilAsync("take-over", () => other.Log.Contains(TakenOver, StringComparison.Ordinal));
        var epoch = (await controllers.Tables.LookAsync()).HighestEpoch;   // the claim is given back at the end
        await TellAsync($"frozen after a statement with {statement}, taken over");
        await controllers.UntilOverAsync();
        await TellAsync("all over");
        var before = controllers.Changes(owner).Count;
        await owner.ThawAsync();
        await Task.Delay(Lease, TimeProvider.System, default);

        await controllers.AssertRecoveredAsync(databaseWasAway: true);
        Assert.That(controllers.Changes(owner).Skip(before).Select(call => call.Kind), Has.All.EqualTo("unlock"), "after the thaw");
        // Not "once": a take-over that had to wait for the row lock begins with a lease that is partly used up, and may lapse again.
        Assert.That(epoch, Is.GreaterThanOrEqualTo(2), "it was taken over");
    }

    [Test, Explicit("Takes a minute."), Category("Long")]
    public async Task Each_server_is_moved_once_though_mariadb_is_killed_and_restarted([Values(0, 20)] int secondsAway)
    {
        // Durable as an operator has it: a killed server loses no commit that it has answered.
        await StartAsync(await MariaDbServer.StartAsync("--innodb-flush-log-at-trx-commit=1"), proxied: false);
        await StrikeAsync(evacuatesBefore: 4);

        await server!.KillAsync();
        Mark();
        await Task.Delay(TimeSpan.FromSeconds(secondsAway), TimeProvider.System, default);
        await server.RunAsync();
        await TellAsync("MariaDB is back");
        await controllers!.UntilOverAsync();
        await TellAsync("all over");

        await controllers.AssertRecoveredAsync(databaseWasAway: true);
    }

    [Test, Explicit("Takes a minute."), Category("Long")]
    public async Task Each_server_is_moved_once_though_mariadb_is_read_only_for_20_seconds()
    {
        await StartAsync(await MariaDbServer.StartAsync(), proxied: false);
        await StrikeAsync(evacuatesBefore: 4);

        await server!.ExecuteAsync("SET GLOBAL read_only = 1");
        Mark();
        var refusal = await Assert.CatchAsync<DbException>(() => controllers!.Tables.WriteAsync());
        await Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System, default);
        await server.ExecuteAsync("SET GLOBAL read_only = 0");
        await TellAsync("writable again");
        await controllers!.UntilOverAsync();
        await TellAsync("all over");

        Assert.That(refusal!.Message, Does.Contain("read-only"), "read_only binds the account of the controllers");
        await controllers.AssertRecoveredAsync(databaseWasAway: true);
    }

    private async Task LoseCommitAsync(string statement, int evacuatesBefore)
    {
        await StartAsync(await MariaDbServer.StartAsync(), proxied: true);
        await StrikeAsync(evacuatesBefore);

        var trap = proxy!.LoseCommitAfter(statement);
        await trap.Caught;
        Mark();
        await controllers!.UntilOverAsync();

        await TellAsync($"answer lost to a commit with {statement} after {evacuatesBefore} evacuates; all over");
        await controllers.AssertRecoveredAsync(databaseWasAway: true);
    }

    /// <summary>read_only does not bind an account with all rights over the server: this one has rights on one database.</summary>
    private async Task StartAsync(MariaDbServer own, bool proxied)
    {
        server = own;
        var name = (await server.CreateDatabaseAsync()).Database;
        await server.ExecuteAsync($"CREATE USER writer@'%' IDENTIFIED BY 'writer'; GRANT ALL ON {name}.* TO writer@'%'");
        var url = $"mysql+pymysql://writer:writer@127.0.0.1:{server.Port}/{name}?charset=utf8";
        proxy = proxied ? MariaDbProxy.Before(server) : null;
        url = proxy?.UrlText(url) ?? url;
        controllers = await Controllers.StartAsync(url, url, hosts: 1, serversEach: Servers, threads: 3);
    }

    private async Task StrikeAsync(int evacuatesBefore)
    {
        await controllers!.StrikeAsync();
        await controllers.UntilAsync($"{evacuatesBefore} evacuates", () => controllers.Cloud.CountCalls("evacuate") >= evacuatesBefore);
    }

    private void Mark() => began = TimeProvider.System.GetTimestamp();

    private Task TellAsync(string what) =>
        TestContext.Out.WriteLineAsync($"{what} after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
}
