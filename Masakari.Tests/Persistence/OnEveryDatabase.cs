using Dapper;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Persistence;

/// <summary>Runs a fixture on SQLite and on MariaDB; each test begins with empty tables.</summary>
[TestFixtureSource(typeof(OnEveryDatabase), nameof(Kinds))]
internal abstract class OnEveryDatabase(string kind)
{
    public static readonly string[] Kinds = ["SQLite", "MariaDB"];

    private static readonly string[] Tables =
    [
        "vmoves", "notifications", "hosts", "failover_segments", "recovery_claims", "recovery_work", "vmove_journal", "host_journal", "recovery_progress",
        "engine_control", "engine_aborts", "confirmed_down", "engine_reloads", "engine_releases", "held_notifications", "host_fencing",
        "controllers", "open_moves", "evacuation_shares", "instance_recoveries", "guest_views", "guests_seen", "recovery_phases",
        "spare_journal",
    ];

    protected SettableClock Clock { get; private set; } = null!;

    protected Database Database { get; private set; } = null!;

    protected DatabaseOptions Options { get; private set; } = null!;

    protected Migrator Migrator { get; private set; } = null!;

    protected bool IsMariaDb => kind == "MariaDB";

    [OneTimeSetUp]
    public async Task CreateDatabaseAsync()
    {
        Clock = new SettableClock();
        var url = IsMariaDb ? await (await MariaDbServer.SharedAsync()).CreateDatabaseAsync() : DatabaseUrl.Parse("sqlite://");
        Options = new DatabaseOptions { Url = url };
        Database = new Database(Options, Clock, NullLogger<Database>.Instance);
        Migrator = new Migrator(Database, Options, Clock, NullLogger<Migrator>.Instance);
        await Migrator.SyncAsync(default);
    }

    [SetUp]
    public async Task EmptyTablesAsync()
    {
        Clock.Now = new SettableClock().Now;
        await ExecuteAsync(string.Join(';', Tables.Select(table => $"DELETE FROM {table}")));
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (Database is not null)
            await Database.DisposeAsync();
    }

    protected async Task<int> ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await Database.OpenAsync(default);
        return await connection.ExecuteAsync(sql, parameters);
    }

    protected async Task<T?> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.OpenAsync(default);
        return await connection.ExecuteScalarAsync<T>(sql, parameters);
    }
}
