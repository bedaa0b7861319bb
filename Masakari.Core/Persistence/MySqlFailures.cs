namespace Masakari.Core.Persistence;

/// <summary>What the error numbers mean for a caller: of MySQL and MariaDB, of proxies before them, and the driver's own.</summary>
internal static class MySqlFailures
{
    public static DatabaseFailure Of(int number) => number switch
    {
        1062 => DatabaseFailure.DuplicateKey,   // duplicate entry for key

        1020 => DatabaseFailure.Conflict,       // record has changed since last read (MariaDB's innodb_snapshot_isolation)
        1205 => DatabaseFailure.Conflict,       // lock wait timeout
        1213 => DatabaseFailure.Conflict,       // deadlock; Galera: another node's transaction was first
        1467 => DatabaseFailure.Conflict,       // no auto-increment value: the lock for it was not given, as in a deadlock
        3101 => DatabaseFailure.Conflict,       // rolled back at commit: MySQL group replication, another member's transaction was first

        1050 => DatabaseFailure.AlreadyThere,   // table exists
        1060 => DatabaseFailure.AlreadyThere,   // column exists
        1061 => DatabaseFailure.AlreadyThere,   // index exists

        1290 => DatabaseFailure.ReadOnly,       // the server runs with --read-only
        1792 => DatabaseFailure.ReadOnly,       // the session's transactions are read-only (a proxy's reader)
        1836 => DatabaseFailure.ReadOnly,       // running in read-only mode (MySQL's innodb_read_only, MariaDB)
        3100 => DatabaseFailure.ReadOnly,       // MySQL group replication: the member is not, or no longer, allowed to write

        -1 => DatabaseFailure.Lost,             // the driver: no answer within the statement's time limit
        1040 => DatabaseFailure.Lost,           // too many connections
        1042 => DatabaseFailure.Lost,           // the driver: no connection (nobody listens, no answer in time, TLS)
        1043 => DatabaseFailure.Lost,           // bad handshake
        1047 => DatabaseFailure.Lost,           // Galera: the node is not in sync with its cluster
        1053 => DatabaseFailure.Lost,           // server shutdown in progress
        1152 => DatabaseFailure.Lost,           // the server aborted the connection
        1158 => DatabaseFailure.Lost,           // the server: error reading packets
        1159 => DatabaseFailure.Lost,           // the server: timeout reading packets
        1160 => DatabaseFailure.Lost,           // the server: error writing packets
        1161 => DatabaseFailure.Lost,           // the server: timeout writing packets
        1180 => DatabaseFailure.Lost,           // error during commit: Galera, when the node loses its cluster within it
        1317 => DatabaseFailure.Lost,           // the statement was killed
        1927 => DatabaseFailure.Lost,           // the connection was killed (MariaDB); MaxScale: its server is lost
        1969 => DatabaseFailure.Lost,           // MariaDB's max_statement_time
        2003 => DatabaseFailure.Lost,           // ProxySQL, MaxScale: can't connect to the server behind
        2006 => DatabaseFailure.Lost,           // ProxySQL, MaxScale: the server behind has gone away
        2013 => DatabaseFailure.Lost,           // ProxySQL, MaxScale: lost connection to the server behind
        3024 => DatabaseFailure.Lost,           // MySQL's max_execution_time
        4031 => DatabaseFailure.Lost,           // MySQL closed the connection because it was idle
        9001 => DatabaseFailure.Lost,           // ProxySQL: no server behind could be reached in time

        _ => DatabaseFailure.Other,
    };
}
