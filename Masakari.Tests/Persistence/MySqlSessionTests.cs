using Dapper;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Persistence;

/// <summary>The sessions of the pool: each is set up once, and lent again as it is.</summary>
internal sealed class MySqlSessionTests
{
    private const string WhatWasSet = "SELECT CONNECTION_ID(), @@session.time_zone, @@session.sql_mode, @@session.auto_increment_offset";

    private DatabaseUrl url = null!;

    [OneTimeSetUp]
    public async Task CreateAsync() => url = await (await MariaDbServer.SharedAsync()).CreateDatabaseAsync();

    [Test]
    public async Task A_session_is_set_up_once()
    {
        await using var database = Open("SET SESSION auto_increment_offset = @@session.auto_increment_offset + 1");

        var (first, second) = (await LookAsync(database), await LookAsync(database));

        Assert.That(second, Is.EqualTo(first));
        Assert.That((first.Zone, first.Offset), Is.EqualTo(("+00:00", 2)));
        Assert.That(first.Mode, Does.Contain("STRICT_ALL_TABLES"));
    }

    [Test]
    public async Task A_session_that_could_not_be_set_up_is_not_lent()
    {
        await using var database = Open("SELECT nothing FROM nowhere");

        for (var attempt = 1; attempt <= 2; attempt++)
            Assert.That(async () => await LookAsync(database), Throws.InstanceOf<DatabaseUnavailableException>());
    }

    private Database Open(string init) => new(
        new DatabaseOptions { Url = url with { InitCommand = init } }, TimeProvider.System, NullLogger<Database>.Instance);

    private static async Task<(long Id, string Zone, string Mode, long Offset)> LookAsync(Database database)
    {
        await using var connection = await database.OpenAsync(default);
        return await connection.QuerySingleAsync<(long, string, string, long)>(WhatWasSet);
    }
}
