using Masakari.Core.Configuration;

namespace Masakari.Core.Persistence;

/// <summary>Reads <c>[database]</c>.</summary>
public static class DatabaseSection
{
    private const int NoLimit = 10_000;

    /// <summary>Reads the options. A missing or invalid URL is a configuration error; the returned URL is then unusable.</summary>
    public static DatabaseOptions Read(Conf conf)
    {
        var section = conf.Section("database");
        var url = Url(section);
        var (pool, overflow) = (
            section.Int(
                "max_pool_size", 5, "The highest number of connections to the database, without max_overflow. 0 = no limit.", min: 0),
            section.Int("max_overflow", 50, "The number of connections that max_pool_size may be exceeded by.", min: 0));
        var mode = section.Text("mysql_sql_mode", "TRADITIONAL", "The sql_mode of the service's sessions. Empty = the mode of the server.");
        var connect = section.OptionalSeconds(
            "pool_timeout", "The time limit for a new connection. Unset = 10 seconds.", min: 1) ?? TimeSpan.FromSeconds(10);
        return new DatabaseOptions
        {
            Url = url,
            SqlMode = url.SqlMode ?? mode,
            ConnectionLifetime = section.Seconds("connection_recycle_time", 3600, "The age at which a connection is replaced.", min: 1),
            MaxConnections = pool == 0 ? NoLimit : pool + overflow,
            ConnectTimeout = url.ConnectTimeout ?? connect,
            StatementTimeout = url.StatementTimeout ?? TimeSpan.FromSeconds(30),
            MaxRetries = section.Int(
                "db_max_retries", 20, "The number of retries of a transaction after a deadlock or a lost connection.", min: 0),
            RetryInterval = section.Seconds(
                "db_retry_interval", 1, "The pause before the first retry of a transaction after a lost connection.", min: 0),
            RetryIntervalDoubles = section.Bool(
                "db_inc_retry_interval", fallback: true, "Double the pause db_retry_interval with each retry."),
            MaxRetryInterval = section.Seconds(
                "db_max_retry_interval", 10, "The longest pause between two retries of a transaction.", min: 1),
            StartRetries = section.Int(
                "max_retries", 10, "The number of retries at startup while the database server does not answer. -1 = no limit.", min: -1),
            StartRetryInterval = section.Seconds("retry_interval", 10, "The pause between two of these retries at startup.", min: 0),
            SqliteSynchronous = section.Bool("sqlite_synchronous", fallback: true, "SQLite: a commit waits until the data is on disk."),
        };
    }

    private static DatabaseUrl Url(ConfSection section)
    {
        var more = section.Text("connection_parameters", "", "Further parameters for the URL, as name=value&name=value. Empty = none.");
        var text = section.Text(
            "connection", null,
            "The URL of the database, such as mysql+pymysql://user:password@host/database?charset=utf8, or sqlite:////path/to/file for "
                + "tests. Required.",
            secret: true, was: ["DEFAULT.sql_connection", "DATABASE.sql_connection", "sql.connection"]);
        if (string.IsNullOrEmpty(text))
        {
            section.Error("connection", "must be set, for example mysql+pymysql://masakari:PASSWORD@controller/masakari?charset=utf8");
            return new DatabaseUrl { IsSqlite = true };
        }

        try
        {
            var url = DatabaseUrl.Parse(text, more);
            foreach (var warning in url.Warnings)
                section.Warn("connection", warning);
            return url;
        }
        catch (DatabaseUrlException problem)
        {
            section.Error("connection", problem.Message);
            return new DatabaseUrl { IsSqlite = true };
        }
    }
}
