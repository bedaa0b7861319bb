using Masakari.Core.Configuration;

namespace Masakari.Core.Persistence;

/// <summary>Reads <c>[database]</c>.</summary>
internal static class DatabaseSection
{
    private const int NoLimit = 10_000;

    /// <summary>Reads the options. A missing or invalid URL is a configuration error; the returned URL is then unusable.</summary>
    public static DatabaseOptions Read(Conf conf)
    {
        var section = conf.Section("database");
        var url = Url(section);
        var (pool, overflow) = (
            section.Int("max_pool_size", 5, "Connections that are kept open; 0 = as many as are needed.", min: 0),
            section.Int("max_overflow", 50, "Connections above max_pool_size at busy times.", min: 0));
        var mode = section.Text("mysql_sql_mode", "TRADITIONAL", "The sql_mode of our sessions; empty = the server's.");
        var connect = section.OptionalSeconds("pool_timeout", "The longest wait for a connection.", min: 1) ?? TimeSpan.FromSeconds(10);
        return new DatabaseOptions
        {
            Url = url,
            SqlMode = url.SqlMode ?? mode,
            ConnectionLifetime = section.Seconds("connection_recycle_time", 3600, "After this age a connection is replaced.", min: 1),
            MaxConnections = pool == 0 ? NoLimit : pool + overflow,
            ConnectTimeout = url.ConnectTimeout ?? connect,
            StatementTimeout = url.StatementTimeout ?? TimeSpan.FromSeconds(30),
            MaxRetries = section.Int("db_max_retries", 20, "How often a transaction runs again after a deadlock or a lost connection.", min: 0),
            RetryInterval = section.Seconds("db_retry_interval", 1, "The pause before a transaction runs again after a lost connection.", min: 0),
            RetryIntervalDoubles = section.Bool("db_inc_retry_interval", fallback: true, "Whether that pause doubles each time."),
            MaxRetryInterval = section.Seconds("db_max_retry_interval", 10, "The longest pause between two such attempts.", min: 1),
            StartRetries = section.Int("max_retries", 10, "How often the start looks again for a server that does not answer; -1 = for ever.", min: -1),
            StartRetryInterval = section.Seconds("retry_interval", 10, "The pause between two such looks.", min: 0),
            SqliteSynchronous = section.Bool("sqlite_synchronous", fallback: true, "SQLite: whether a commit waits for the disk."),
        };
    }

    private static DatabaseUrl Url(ConfSection section)
    {
        var more = section.Text("connection_parameters", "", "More parameters for the URL: name=value&name=value.");
        var text = section.Text(
            "connection", null,
            "Where the database is: mysql+pymysql://user:password@host/database?charset=utf8, or sqlite:////path/to/a/file for trying things out.",
            secret: true, was: ["DEFAULT.sql_connection", "DATABASE.sql_connection", "sql.connection"]);
        if (string.IsNullOrEmpty(text))
        {
            section.Error("connection", "must be set, such as mysql+pymysql://masakari:PASSWORD@controller/masakari?charset=utf8");
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
