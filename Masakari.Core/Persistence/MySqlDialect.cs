using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Dapper;

namespace Masakari.Core.Persistence;

/// <summary>MySQL and MariaDB.</summary>
internal sealed class MySqlDialect : SqlDialect
{
    private const string MigrationLock = "masakari_db_sync";

    // A process that freezes within a transaction would keep its row locks, also those on its claims: no other process could take over.
    // MariaDB ends such a transaction (idle_transaction_timeout). MySQL has no such setting and ignores the statement as a comment.
    private const string EndIdleTransactions = "/*M!100300 idle_transaction_timeout = 10, */";

    private readonly MySqlDriver driver;

    public MySqlDialect(DatabaseOptions options) => driver = new MySqlDriver(options, SetUp(options));

    private static readonly string[] Identities = ["wsrep_cluster_state_uuid", "server_uuid", "server_uid"];

    private const string ClusterIdentity = "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_state_uuid'";

    private const string ServerIdentity =
        "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('server_uuid', 'server_uid', 'server_id', 'hostname')";

    public override string Name => "mysql";

    public override string Now => "UTC_TIMESTAMP(6)";

    public override string NowSeconds => "UTC_TIMESTAMP()";

    public override string ForUpdate => "FOR UPDATE";

    public override string InsertUnlessThere => "INSERT IGNORE INTO";

    public override string ListTables => "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()";

    public override string NowPlus(string seconds) => $"UTC_TIMESTAMP(6) + INTERVAL {seconds} SECOND";

    public override string NowSecondsPlus(string seconds) => $"UTC_TIMESTAMP() + INTERVAL {seconds} SECOND";

    // The plain comparison can use an index; the second comparison is case-sensitive.
    public override string Exact(string column, string parameter) =>
        $"({column} = {parameter} AND CAST({column} AS BINARY) = CAST({parameter} AS BINARY))";

    // Compared in bytes: a collation that does not look at the case does not look at accents either.
    public override string AnyCase(string column, string parameter) =>
        $"CAST(LOWER({column}) AS BINARY) = CAST(LOWER({parameter}) AS BINARY)";

    public override string ByIndex(string index) => $"FORCE INDEX ({index})";

    public override string UpdateByKey(string table) => $"UPDATE {table} FORCE INDEX (PRIMARY)";

    // Only the form for several tables takes a hint.
    public override string DeleteByKey(string table) => $"DELETE {table} FROM {table} FORCE INDEX (PRIMARY)";

    public override Task<DbConnection> OpenAsync(CancellationToken ct) => driver.OpenAsync(ct);

    public override ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken ct) => connection.BeginTransactionAsync(ct);

    public override async Task LockMigrationsAsync(DbConnection connection, CancellationToken ct)
    {
        const string Sql = "SELECT GET_LOCK(@name, 20)";
        if (await connection.ExecuteScalarAsync<int?>(new CommandDefinition(Sql, new { name = MigrationLock }, cancellationToken: ct)) != 1)
            throw new SchemaException("Another process is migrating the database.");
    }

    public override Task UnlockMigrationsAsync(DbConnection connection, CancellationToken ct) =>
        connection.ExecuteScalarAsync(new CommandDefinition("SELECT RELEASE_LOCK(@name)", new { name = MigrationLock }, cancellationToken: ct));

    /// <summary>
    /// All nodes of a Galera cluster are one database. A single server has a server_uuid (MySQL) or a server_uid (MariaDB 10.5.26 and later);
    /// older servers are told apart by name and server_id.
    /// </summary>
    public override async Task<string?> ReadIdentityAsync(DbTransaction transaction, CancellationToken ct)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var sql in new[] { ClusterIdentity, ServerIdentity })
            foreach (var (name, value) in await transaction.Connection!.QueryAsync<(string, string)>(new(sql, null, transaction, cancellationToken: ct)))
                seen[name] = value;
        var identity = Identities.Select(name => seen.GetValueOrDefault(name))
            .FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? $"{seen["hostname"]}/{seen["server_id"]}";
        return identity.Length > 64 ? identity[^64..] : identity;
    }

    public override DatabaseFailure FailureOf(Exception e) => MySqlDriver.ErrorNumber(e) switch
    {
        // The connection broke in the middle: the driver gives the bare exception of the socket, or its own without a number around it.
        null or 0 => IsBrokenPipe(e) ? DatabaseFailure.Lost : DatabaseFailure.Other,
        { } number => MySqlFailures.Of(number),
    };

    public override Task ForgetConnectionsAsync() => driver.ForgetConnectionsAsync();

    public override ValueTask DisposeAsync() => driver.DisposeAsync();

    private static IReadOnlyList<string> SetUp(DatabaseOptions options)
    {
        var lockWait = Math.Max(1, (int)options.LockWait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var mode = options.SqlMode.Length == 0 ? "" : $"sql_mode = '{options.SqlMode.Replace("'", "''", StringComparison.Ordinal)}', ";
        var session = $"SET SESSION {mode}{EndIdleTransactions}time_zone = '+00:00', innodb_lock_wait_timeout = {lockWait}";
        return options.Url.InitCommand is { } init ? [session, init] : [session];
    }

    private static bool IsBrokenPipe(Exception? e) => e switch
    {
        null or OperationCanceledException or TlsException => false,
        IOException or SocketException or TimeoutException => true,
        _ => IsBrokenPipe(e.InnerException),
    };
}
