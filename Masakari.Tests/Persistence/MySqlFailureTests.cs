using System.Data.Common;
using Dapper;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Persistence;

/// <summary>What an error number that a server or proxy sends counts as.</summary>
internal sealed class MySqlFailureTests
{
    private Database database = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        var options = new DatabaseOptions { Url = await (await MariaDbServer.SharedAsync()).CreateDatabaseAsync() };
        database = new Database(options, TimeProvider.System, NullLogger<Database>.Instance);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (database is not null)
            await database.DisposeAsync();
    }

    [TestCase(1062, DatabaseFailure.DuplicateKey)]
    [TestCase(1020, DatabaseFailure.Conflict)]
    [TestCase(1205, DatabaseFailure.Conflict)]
    [TestCase(1213, DatabaseFailure.Conflict)]
    [TestCase(3101, DatabaseFailure.Conflict)]
    [TestCase(1050, DatabaseFailure.AlreadyThere)]
    [TestCase(1060, DatabaseFailure.AlreadyThere)]
    [TestCase(1061, DatabaseFailure.AlreadyThere)]
    [TestCase(1290, DatabaseFailure.ReadOnly)]
    [TestCase(1792, DatabaseFailure.ReadOnly)]
    [TestCase(1836, DatabaseFailure.ReadOnly)]
    [TestCase(3100, DatabaseFailure.ReadOnly)]
    [TestCase(1040, DatabaseFailure.Lost)]
    [TestCase(1042, DatabaseFailure.Lost)]
    [TestCase(1043, DatabaseFailure.Lost)]
    [TestCase(1047, DatabaseFailure.Lost)]
    [TestCase(1053, DatabaseFailure.Lost)]
    [TestCase(1152, DatabaseFailure.Lost)]
    [TestCase(1158, DatabaseFailure.Lost)]
    [TestCase(1159, DatabaseFailure.Lost)]
    [TestCase(1160, DatabaseFailure.Lost)]
    [TestCase(1161, DatabaseFailure.Lost)]
    [TestCase(1180, DatabaseFailure.Lost)]
    [TestCase(1317, DatabaseFailure.Lost)]
    [TestCase(1927, DatabaseFailure.Lost)]
    [TestCase(1969, DatabaseFailure.Lost)]
    [TestCase(2003, DatabaseFailure.Lost)]
    [TestCase(2006, DatabaseFailure.Lost)]
    [TestCase(2013, DatabaseFailure.Lost)]
    [TestCase(3024, DatabaseFailure.Lost)]
    [TestCase(4031, DatabaseFailure.Lost)]
    [TestCase(9001, DatabaseFailure.Lost)]
    [TestCase(1045, DatabaseFailure.Other)]
    [TestCase(1064, DatabaseFailure.Other)]
    [TestCase(1114, DatabaseFailure.Other)]
    public async Task Counts_the_number_of_a_server_as(int number, DatabaseFailure failure)
    {
        await using var connection = await database.OpenAsync(default);
        var signal = $"SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = {number}";

        var error = (await Assert.CatchAsync<DbException>(() => connection.ExecuteAsync(signal)))!;

        Assert.That(database.Dialect.FailureOf(error), Is.EqualTo(failure));
    }

    [Test]
    public void Counts_what_is_no_failure_of_the_database_as_other()
    {
        Assert.That(database.Dialect.FailureOf(new InvalidOperationException("a bug")), Is.EqualTo(DatabaseFailure.Other));
    }
}
