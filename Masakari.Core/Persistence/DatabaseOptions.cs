using Masakari.Core.Configuration;

namespace Masakari.Core.Persistence;

/// <summary>The [database] section (config.md 6.3).</summary>
public sealed record DatabaseOptions
{
    /// <summary>Where the database is.</summary>
    public required DatabaseUrl Url { get; init; }

    /// <summary>The session's sql_mode on MySQL; empty = the server's.</summary>
    public string SqlMode { get; init; } = "TRADITIONAL";

    /// <summary>After this age a pooled connection is replaced.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The most connections at a time (max_pool_size + max_overflow).</summary>
    public int MaxConnections { get; init; } = 55;

    /// <summary>The longest wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait for the answer to one statement.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait for a row that another transaction holds; then ours is rolled back and runs again.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a transaction runs again after a deadlock or a lost connection.</summary>
    public int MaxRetries { get; init; } = 20;

    /// <summary>After this time no further attempt of a transaction begins.</summary>
    public TimeSpan MaxRetryTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The pause after a lost connection.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether that pause doubles with each attempt, up to <see cref="MaxRetryInterval"/>.</summary>
    public bool RetryIntervalDoubles { get; init; } = true;

    /// <summary>The longest pause between two attempts.</summary>
    public TimeSpan MaxRetryInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the start looks for a server that cannot be reached; -1 = for ever.</summary>
    public int StartRetries { get; init; } = 10;

    /// <summary>The pause between two such looks.</summary>
    public TimeSpan StartRetryInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>SQLite: whether a commit waits for the disk.</summary>
    public bool SqliteSynchronous { get; init; } = true;

    internal static DatabaseOptions Read(Conf conf)
    {
        var section = conf.Section("database");
        var url = ReadUrl(section);
        var options = new DatabaseOptions
        {
            Url = url,
            SqlMode = url.SqlMode ?? section.Text("mysql_sql_mode", "TRADITIONAL", "sql_mode of our sessions; empty = the server's."),
            ConnectionLifetime = section.Seconds("connection_recycle_time", 3600, "Age after which a pooled connection is replaced.", min: 1),
            MaxConnections = ReadMaxConnections(section),
            MaxRetries = section.Int("db_max_retries", 20, "How often a transaction is tried again after a deadlock or a lost connection.", min: 0),
            RetryInterval = section.Seconds("db_retry_interval", 1, "Pause before a transaction is tried again after a lost connection.", min: 0),
            RetryIntervalDoubles = section.Bool("db_inc_retry_interval", true, "Whether that pause doubles each time."),
            MaxRetryInterval = section.Seconds("db_max_retry_interval", 10, "The longest such pause.", min: 0),
            StartRetries = section.Int("max_retries", 10, "How often the start looks for a server that does not answer; -1 = for ever.", min: -1),
            StartRetryInterval = section.Seconds("retry_interval", 10, "Pause between two such looks.", min: 0),
            SqliteSynchronous = section.Bool("sqlite_synchronous", true, "SQLite: whether a commit waits for the disk."),
        };
        return options with
        {
            ConnectTimeout = url.ConnectTimeout ?? section.OptionalSeconds("pool_timeout", "The longest wait for a connection.", min: 1) ?? options.ConnectTimeout,
            StatementTimeout = url.StatementTimeout ?? options.StatementTimeout,
        };
    }

    private static int ReadMaxConnections(ConfSection section)
    {
        var size = section.Int("max_pool_size", 5, "Connections kept open; 0 = no limit.", min: 0);
        var overflow = section.Int("max_overflow", 50, "Further connections at busy times.", min: -1);
        return size == 0 || overflow == -1 ? 1000 : size + overflow;
    }

    private static DatabaseUrl ReadUrl(ConfSection section)
    {
        const string Help = "URL of the database: mysql+pymysql://USER:PASSWORD@HOST/masakari, or sqlite:////PATH for a single controller.";
        string[] was = ["DEFAULT.sql_connection", "DATABASE.sql_connection", "sql.connection"];
        var text = section.Text("connection", null, Help, secret: true, was);
        var more = section.Text("connection_parameters", "", "Further parameters for the URL: name=value&name=value.");
        if (string.IsNullOrWhiteSpace(text))
        {
            section.Error("connection", "is needed, such as mysql+pymysql://masakari:PASSWORD@127.0.0.1/masakari or sqlite:////var/lib/masakari/masakari.sqlite");
            return new DatabaseUrl { IsSqlite = true };
        }
        try
        {
            var url = DatabaseUrl.Parse(text, more);
            MySqlDriver.RefuseUnsupported(url);
            foreach (var warning in url.Warnings)
                section.Warn("connection", warning);
            return url;
        }
        catch (DatabaseUrlException e)
        {
            section.Error("connection", e.Message);
            return new DatabaseUrl { IsSqlite = true };
        }
    }

    /// <summary>The pause after the given attempt; after a deadlock short and with jitter, so that two rivals do not meet again.</summary>
    internal TimeSpan BackOff(DatabaseFailure failure, int attempt)
    {
        var doubled = Math.Pow(2, Math.Min(attempt - 1, 16));
        var pause = failure == DatabaseFailure.Conflict
            ? TimeSpan.FromMilliseconds(20) * doubled * (0.5 + Random.Shared.NextDouble())
            : RetryInterval * (RetryIntervalDoubles ? doubled : 1);
        return pause < MaxRetryInterval ? pause : MaxRetryInterval;
    }
}
